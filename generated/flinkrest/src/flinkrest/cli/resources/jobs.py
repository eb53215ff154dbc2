# Generated from flink-rest.yaml; do not edit.
"""The commands of jobs, as data."""

from ..._runtime.cli.command import Command
from ...operations import (
    CANCEL_JOB,
    GET_CHECKPOINT_CONFIG,
    GET_CHECKPOINTS,
    GET_CONFIG,
    GET_EXCEPTIONS,
    GET_JOB,
    LIST_JOB_SETTINGS,
    LIST_JOBS,
    LIST_METRICS,
    STOP_JOB,
)

__all__ = ["COMMANDS"]


COMMANDS = (
    Command(
        action="list",
        operation=LIST_JOBS,
        summary="List all jobs with their states and times.",
        description="One response holds all jobs, unordered and without pages.",
        help={},
        columns=("jobs",),
        more_columns=(),
        tones={},
    ),
    Command(
        action="get",
        operation=GET_JOB,
        summary="Get a job, with its state and the time of each state.",
        description="Status 404 means that the JobManager does not know the job, or has dropped it.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
        },
        columns=("jid", "name", "state", "job_type", "start_time_utc"),
        more_columns=(),
        tones={},
    ),
    Command(
        action="cancel",
        operation=CANCEL_JOB,
        summary="Cancel a job, without a savepoint.",
        description="Returns before the job has ended. A job that was cancelled is no error, status 409 means that it has ended otherwise.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
            "mode": "What to do with the job.",
        },
        columns=(),
        more_columns=(),
        tones={},
    ),
    Command(
        action="get_config",
        operation=GET_CONFIG,
        summary="Get the execution configuration of a job, and its labels.",
        description="While the job is INITIALIZING, Flink returns an empty configuration.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
        },
        columns=("jid", "name", "execution_config"),
        more_columns=(),
        tones={},
    ),
    Command(
        action="list_job_settings",
        operation=LIST_JOB_SETTINGS,
        summary="List the configuration of the JobManager that runs a job.",
        description="A history server has it, too, for jobs that have ended.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
        },
        columns=("key", "value"),
        more_columns=(),
        tones={},
        is_list=True,
    ),
    Command(
        action="get_exceptions",
        operation=GET_EXCEPTIONS,
        summary="List the failures of a job, latest first.",
        description="Messages may hold rows of the data that the job works on.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
            "max_exceptions": "Maximum number of failures.",
        },
        columns=("exception_history", "root_exception", "timestamp"),
        more_columns=(),
        tones={},
    ),
    Command(
        action="get_checkpoints",
        operation=GET_CHECKPOINTS,
        summary="Get the checkpoints and savepoints of a job, and the one it was restored from.",
        description="A job without checkpoints, such as a batch job, has status 404 as well; a history server returns status 200 with neither counts nor latest.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
        },
        columns=("counts", "latest"),
        more_columns=(),
        tones={},
    ),
    Command(
        action="get_checkpoint_config",
        operation=GET_CHECKPOINT_CONFIG,
        summary="Get the checkpoint configuration of a job.",
        description="A job without checkpoints, such as a batch job, has status 404 as well; a history server returns status 200 without a configuration.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
        },
        columns=("mode", "interval", "timeout", "min_pause", "max_concurrent", "externalization"),
        more_columns=(
            "state_backend",
            "checkpoint_storage",
            "unaligned_checkpoints",
            "tolerable_failed_checkpoints",
        ),
        tones={},
    ),
    Command(
        action="list_metrics",
        operation=LIST_METRICS,
        summary="List metrics of a job.",
        description="Without names, all metrics are listed, without their values. Unknown names are left out. After its end a job has no numRestarts, and a history server has no metrics.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
            "get": "Names of metrics, separated by commas.",
        },
        columns=("id", "value"),
        more_columns=(),
        tones={},
        is_list=True,
    ),
    Command(
        action="stop",
        operation=STOP_JOB,
        summary="Stop a job with a savepoint.",
        description="Returns before the savepoint is complete, also for a job that is unknown or has ended. The same triggerId is the same stop. A second stop with another one lets both fail.",
        help={
            "job_id": "Id of the job, 32 hexadecimal digits.",
            "body": "Directory and format of the savepoint.",
        },
        body_help={
            "target_directory": "Directory that the savepoint is written to.",
            "drain": "Whether all windows are closed first.",
            "format_type": "Format of the savepoint.",
            "trigger_id": "Id that the operation is to have.",
        },
        columns=("request_id",),
        more_columns=(),
        tones={},
    ),
)
