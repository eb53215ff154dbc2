# Generated from flink-rest.yaml; do not edit.
"""The commands of jars, as data."""

from ..._runtime.cli.command import Command
from ...operations import LIST_JARS, PLAN_JAR, RUN_JAR

__all__ = ["COMMANDS"]


COMMANDS = (
    Command(
        action="list",
        operation=LIST_JARS,
        summary="List the jars that were uploaded.",
        description="Their ids end with the names of the files that were uploaded.",
        help={},
        columns=("address", "files"),
        more_columns=(),
        tones={},
    ),
    Command(
        action="run",
        operation=RUN_JAR,
        summary="Run the program of a jar, which submits a job.",
        description="Returns when the program has submitted its job. A refusal may leave a job behind, under the id that was chosen. The response for an unknown jar has status 500.",
        help={
            "jar_id": "Id of the jar.",
            "body": "The program's arguments, and the settings of its job.",
        },
        body_help={
            "entry_class": "Class with the main method; by default that of the manifest.",
            "program_args_list": "Arguments of the program.",
            "parallelism": "Parallelism of the job; by default that of the configuration.",
            "job_id": "Id that the job is to have.",
            "savepoint_path": "Savepoint or checkpoint to restore.",
            "allow_non_restored_state": "Whether state that fits no operator is dropped.",
            "claim_mode": "Who owns the restored savepoint; CLAIM lets Flink delete it.",
            "flink_configuration": "Settings of the job.",
        },
        columns=("jobid",),
        more_columns=(),
        tones={},
    ),
    Command(
        action="plan",
        operation=PLAN_JAR,
        summary="Run the program of a jar for the plan of its job, which is not submitted.",
        description="The response for a program that fails has status 500 in some versions and 400 in others; so has that for a program without a job.",
        help={
            "jar_id": "Id of the jar.",
            "body": "The program's arguments, and the settings of its job.",
        },
        body_help={
            "entry_class": "Class with the main method; by default that of the manifest.",
            "program_args_list": "Arguments of the program.",
            "flink_configuration": "Settings of the job.",
        },
        columns=("plan",),
        more_columns=(),
        tones={},
    ),
)
