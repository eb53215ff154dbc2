# Generated from flink-rest.yaml; do not edit.
"""The commands of the contract, as data."""

from .._runtime.cli.command import Command, Program, Resource
from ..contract import API, CONTRACT_VERSION
from ..operations import (
    GET_CHECKPOINT_CONFIG,
    GET_CHECKPOINTS,
    GET_CONFIG,
    GET_DASHBOARD,
    GET_EXCEPTIONS,
    GET_JOB,
    GET_OVERVIEW,
    GET_TASK_MANAGER,
    LIST_JOB_SETTINGS,
    LIST_JOBS,
    LIST_METRICS,
    LIST_SETTINGS,
    LIST_TASK_MANAGERS,
)

__all__ = ["PROGRAM"]

CLUSTER = Resource(
    name="cluster",
    summary="The cluster as a whole.",
    commands=(
        Command(
            action="get_overview",
            operation=GET_OVERVIEW,
            summary="Count slots and jobs, and tell the version.",
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
            summary="Tell what Flink's own dashboard asks first, among it the version.",
            description="It also tells a history server from a JobManager.",
            help={},
            columns=("flink_version", "flink_revision"),
            more_columns=(),
            tones={},
        ),
        Command(
            action="list_settings",
            operation=LIST_SETTINGS,
            summary="List the configuration of the JobManager.",
            description="Flink hides the values of keys that look like secrets to it, which are not all.",
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
    summary="The jobs that the JobManager knows, running ones and those that ended lately.",
    commands=(
        Command(
            action="list",
            operation=LIST_JOBS,
            summary="List all jobs that are known, each with its state and times.",
            description="One answer holds all of them; there are no pages, and no order.",
            help={},
            columns=("jobs",),
            more_columns=(),
            tones={},
        ),
        Command(
            action="get",
            operation=GET_JOB,
            summary="Tell a job's state, and when it came into each.",
            description="Status 404 means that the JobManager does not know the job, or no longer.",
            help={
                "job_id": "Id of the job, 32 hexadecimal digits.",
            },
            columns=("jid", "name", "state", "job_type", "start_time_utc"),
            more_columns=(),
            tones={},
        ),
        Command(
            action="get_config",
            operation=GET_CONFIG,
            summary="Tell how a job is executed, and the labels it was submitted with.",
            description="While the job is INITIALIZING, Flink tells an empty configuration instead.",
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
            description="",
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
            summary="Tell what failed in a job, the latest first.",
            description="Messages may hold rows of the data that the job works on.",
            help={
                "job_id": "Id of the job, 32 hexadecimal digits.",
                "max_exceptions": "How many failures to tell of at most.",
            },
            columns=("exception_history", "root_exception", "timestamp"),
            more_columns=(),
            tones={},
        ),
        Command(
            action="get_checkpoints",
            operation=GET_CHECKPOINTS,
            summary="Tell of a job's checkpoints and savepoints, and of what it was restored from.",
            description="Status 404 is also the answer for a job without checkpoints, such as a batch job; a history server answers it with status 200, and neither counts nor latest.",
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
            summary="Tell how a job makes its checkpoints.",
            description="Status 404 is also the answer for a job without checkpoints, such as a batch job; a history server answers it with status 200, and no configuration.",
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
            description="Without names, the metrics there are, without their values. A name that is not known is left out. After its end a job has no numRestarts, and a history server knows no metrics.",
            help={
                "job_id": "Id of the job, 32 hexadecimal digits.",
                "get": "Names of metrics, with commas between them.",
            },
            columns=("id", "value"),
            more_columns=(),
            tones={},
            is_list=True,
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
            description="",
            help={},
            columns=("taskmanagers",),
            more_columns=(),
            tones={},
        ),
        Command(
            action="get",
            operation=GET_TASK_MANAGER,
            summary="Tell what a TaskManager has, and which job has which part of it.",
            description="One that is not known, or no longer, is answered with status 500.",
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
    summary="What a Flink cluster tells of its jobs.",
    client_scoped=(),
    resources=(
        CLUSTER,
        JOBS,
        TASK_MANAGERS,
    ),
)
