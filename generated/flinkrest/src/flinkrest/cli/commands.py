# Generated from flink-rest.yaml; do not edit.
"""The commands of the contract, as data."""

from .._runtime.cli.command import Command, Program, Resource
from ..contract import API, CONTRACT_VERSION
from ..operations import (
    CANCEL_JOB,
    DISPOSE_SAVEPOINT,
    GET_CHECKPOINT_CONFIG,
    GET_CHECKPOINTS,
    GET_CONFIG,
    GET_DASHBOARD,
    GET_DISPOSAL,
    GET_EXCEPTIONS,
    GET_JOB,
    GET_OVERVIEW,
    GET_SAVEPOINT,
    GET_TASK_MANAGER,
    LIST_JARS,
    LIST_JOB_SETTINGS,
    LIST_JOBS,
    LIST_METRICS,
    LIST_SETTINGS,
    LIST_TASK_MANAGERS,
    RUN_JAR,
    STOP_JOB,
    TRIGGER_SAVEPOINT,
)

__all__ = ["PROGRAM"]

CLUSTER = Resource(
    name="cluster",
    summary="The cluster as a whole.",
    commands=(
        Command(
            action="get_overview",
            operation=GET_OVERVIEW,
            summary="Get the version, and the numbers of slots and jobs.",
            description="A history server has no overview of slots.",
            help={},
            columns=(
                "flink_version",
                "taskmanagers",
                "slots_total",
                "slots_available",
                "jobs_running",
            ),
            more_columns=(),
            tones={},
        ),
        Command(
            action="get_dashboard",
            operation=GET_DASHBOARD,
            summary="Get the configuration of Flink's dashboard, with the version.",
            description="It also shows whether the server is a history server.",
            help={},
            columns=("flink_version", "flink_revision"),
            more_columns=(),
            tones={},
        ),
        Command(
            action="list_settings",
            operation=LIST_SETTINGS,
            summary="List the configuration of the JobManager.",
            description="Flink hides the values of keys that it takes for secrets; it shows other secrets.",
            help={},
            columns=("key", "value"),
            more_columns=(),
            tones={},
            is_list=True,
        ),
    ),
)

JOBS = Resource(
    name="jobs",
    summary="The jobs that the JobManager knows, running and recently ended ones.",
    commands=(
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
            columns=(
                "mode",
                "interval",
                "timeout",
                "min_pause",
                "max_concurrent",
                "externalization",
            ),
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
    ),
)

SAVEPOINTS = Resource(
    name="savepoints",
    summary="Savepoints, taken of running jobs and disposed of.",
    commands=(
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
    ),
)

JARS = Resource(
    name="jars",
    summary="The programs that were uploaded to the JobManager.",
    commands=(
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
    ),
)

TASK_MANAGERS = Resource(
    name="task_managers",
    summary="The processes that run the tasks of jobs.",
    commands=(
        Command(
            action="list",
            operation=LIST_TASK_MANAGERS,
            summary="List the TaskManagers that have registered.",
            description="One that has not sent a heartbeat for a while is left out.",
            help={},
            columns=("taskmanagers",),
            more_columns=(),
            tones={},
        ),
        Command(
            action="get",
            operation=GET_TASK_MANAGER,
            summary="Get a TaskManager, with its resources and the slots of jobs.",
            description="The response for an unknown TaskManager has status 500.",
            help={
                "task_manager_id": "Id of the TaskManager.",
            },
            columns=(
                "id",
                "path",
                "data_port",
                "time_since_last_heartbeat",
                "slots_number",
                "free_slots",
            ),
            more_columns=("total_resource", "free_resource", "allocated_slots"),
            tones={},
        ),
    ),
)

PROGRAM = Program(
    api=API,
    contract_version=CONTRACT_VERSION,
    summary="Jobs of a Flink cluster, with their states, failures, checkpoints and resources.",
    client_scoped=(),
    resources=(
        CLUSTER,
        JOBS,
        SAVEPOINTS,
        JARS,
        TASK_MANAGERS,
    ),
)
