# Generated from flink-rest.yaml; do not edit.
"""The commands of savepoints, as data."""

from ..._runtime.cli.command import Command
from ...operations import DISPOSE_SAVEPOINT, GET_DISPOSAL, GET_SAVEPOINT, TRIGGER_SAVEPOINT

__all__ = ["COMMANDS"]


COMMANDS = (
    Command(
        action="trigger",
        operation=TRIGGER_SAVEPOINT,
        summary="Take a savepoint of a job, which runs on.",
        description="Returns before the savepoint is complete, also for a job that is unknown or has ended. The same triggerId is the same savepoint.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
            "body": "Directory and format of the savepoint.",
        },
        body_help={
            "target_directory": "Directory that the savepoint is written to.",
            "format_type": "Format of the savepoint.",
            "trigger_id": "Id that the operation is to have.",
        },
        columns=("request_id",),
        more_columns=(),
        tones={},
    ),
    Command(
        action="get",
        operation=GET_SAVEPOINT,
        summary="Get the result of a savepoint or of a stop.",
        description="COMPLETED does not mean success. The result is dropped five minutes after the end, and with the JobManager; status 404 means that it is not known.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
            "trigger_id": "Id of the operation, 32 hexadecimal digits.",
        },
        columns=("status", "operation"),
        more_columns=(),
        tones={},
    ),
    Command(
        action="dispose",
        operation=DISPOSE_SAVEPOINT,
        summary="Delete the files of a savepoint.",
        description="Returns before they are deleted. Retained checkpoints are deleted as well.",
        help={
            "body": "Path of the savepoint.",
        },
        body_help={"savepoint_path": "Path of the savepoint."},
        columns=("request_id",),
        more_columns=(),
        tones={},
    ),
    Command(
        action="get_disposal",
        operation=GET_DISPOSAL,
        summary="Get the result of a disposal.",
        description="The disposal of a savepoint that is not there has failed.",
        help={
            "trigger_id": "Id of the operation, 32 hexadecimal digits.",
        },
        columns=("status", "operation"),
        more_columns=(),
        tones={},
    ),
)
