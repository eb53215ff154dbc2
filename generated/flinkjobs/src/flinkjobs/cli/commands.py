# Generated from openapi.yaml; do not edit.
"""The commands of the contract, as data."""

from .._runtime.aliyun.command_line import Diagnosis, settings
from .._runtime.cli.command import Block, Command, Filter, Program, Resource, Wait
from ..contract import API, CONTRACT_VERSION, REGIONS
from ..operations import (
    CREATE_DEPLOYMENT,
    CREATE_SAVEPOINT,
    DELETE_DEPLOYMENT,
    DELETE_JOB,
    DELETE_SAVEPOINT,
    GET_DEPLOYMENT,
    GET_JOB,
    GET_JOB_WAIT,
    GET_SAVEPOINT,
    GET_SAVEPOINT_WAIT,
    LIST_DEPLOYMENTS,
    LIST_JOBS,
    LIST_JOBS_LATEST,
    LIST_SAVEPOINTS,
    START_JOB,
    START_JOB_WITH_PARAMS,
    STOP_JOB,
    UPDATE_DEPLOYMENT,
)

__all__ = ["PROGRAM"]

JOBS_JOB_BLOCKS = (
    Block(
        title="Failure",
        fields=(
            "status.failure.reason",
            "status.failure.message",
            "status.failure.failed_at_utc",
            "duration",
            "restarts",
        ),
        needs="status.failure",
    ),
    Block(
        title="Job instance",
        fields=(
            "job_id",
            "state",
            "restarts",
            "execution_mode",
            "engine_version",
            "session_cluster_name",
        ),
    ),
    Block(
        title="Times",
        fields=("created_at_utc", "start_time_utc", "end_time_utc", "duration", "modified_at_utc"),
    ),
    Block(
        title="Deployment",
        fields=(
            "deployment_name",
            "deployment_id",
            "namespace",
            "workspace",
            "creator_name",
            "creator",
            "modifier_name",
            "modifier",
        ),
    ),
    Block(
        title="Start",
        fields=(
            "restore_strategy.kind",
            "restore_strategy.savepoint_id",
            "restore_strategy.job_start_time_utc",
            "local_variables",
        ),
    ),
    Block(
        title="Resources",
        fields=(
            "metric.total_cpu",
            "metric.total_memory_byte",
            "streaming_resource_setting.resource_setting_mode",
            "streaming_resource_setting.basic_resource_setting.parallelism",
            "batch_resource_setting.max_slot",
            "batch_resource_setting.basic_resource_setting.parallelism",
        ),
    ),
    Block(
        title="Settings",
        fields=("user_flink_conf", "flink_conf"),
    ),
)

DEPLOYMENTS_DEPLOYMENT_BLOCKS = (
    Block(
        title="Deployment",
        fields=(
            "deployment_id",
            "name",
            "description",
            "execution_mode",
            "engine_version",
            "deployment_target.name",
            "deployment_has_changed",
            "namespace",
            "workspace",
        ),
    ),
    Block(
        title="Job instances",
        fields=(
            "job_summary.running",
            "job_summary.starting",
            "job_summary.cancelling",
            "job_summary.failed",
            "job_summary.cancelled",
            "job_summary.finished",
        ),
        needs="job_summary",
    ),
    Block(
        title="Program",
        fields=(
            "artifact.kind",
            "artifact.sql_artifact.sql_script",
            "artifact.jar_artifact.jar_uri",
            "artifact.jar_artifact.entry_class",
            "artifact.jar_artifact.main_args",
            "artifact.python_artifact.python_artifact_uri",
            "artifact.python_artifact.entry_module",
            "artifact.python_artifact.main_args",
            "local_variables",
        ),
    ),
    Block(
        title="Resources",
        fields=(
            "streaming_resource_setting.resource_setting_mode",
            "streaming_resource_setting.basic_resource_setting.parallelism",
            "batch_resource_setting.max_slot",
            "batch_resource_setting.basic_resource_setting.parallelism",
        ),
    ),
    Block(
        title="Settings",
        fields=("flink_conf", "labels"),
    ),
    Block(
        title="Changes",
        fields=(
            "created_at_utc",
            "creator_name",
            "creator",
            "modified_at_utc",
            "modifier_name",
            "modifier",
        ),
    ),
)

SAVEPOINTS_SAVEPOINT_BLOCKS = (
    Block(
        title="Failure",
        fields=("status.failure.reason", "status.failure.message", "status.failure.failed_at_utc"),
        needs="status.failure",
    ),
    Block(
        title="Savepoint",
        fields=(
            "savepoint_id",
            "state",
            "savepoint_location",
            "savepoint_origin",
            "native_format",
            "stop_with_drain_enabled",
            "description",
        ),
    ),
    Block(
        title="Times",
        fields=("created_at_utc", "modified_at_utc"),
    ),
    Block(
        title="Source",
        fields=("deployment_id", "job_id", "namespace"),
    ),
)

DEPLOYMENTS = Resource(
    name="deployments",
    summary="Deployments, what a job is; each start makes a job instance of it.",
    commands=(
        Command(
            action="list",
            operation=LIST_DEPLOYMENTS,
            summary="List the deployments of a namespace.",
            description="Returns one page of the deployments of a namespace, newest first by default. A deployment is on the list when all given filters hold for it.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "name": "Only deployments whose name contains this text; case matters.",
                "status": "Only deployments whose latest job instance is in this state.",
                "execution_mode": "Only deployments of this execution mode.",
                "creator": "Only deployments that this account or user created.",
                "modifier": "Only deployments that this account or user changed last.",
                "label_key": "Only deployments that have a label of this name.",
                "label_value_array": "Only deployments whose label labelKey has one of these values, which are separated by semicolons or commas.",
                "sort_name": "Order by creation time (gmt_create) or by the time of the last change (gmt_modified), newest first. Ties are ordered by descending id.",
                "page_index": "Number of the page, counted from 1. A page beyond the last one is empty.",
                "page_size": "Number of deployments on a page.",
            },
            columns=("name", "execution_mode", "engine_version", "created_at_utc"),
            more_columns=(
                "deployment_id",
                "kind",
                "target_name",
                "deployment_has_changed",
                "modified_at_utc",
                "modifier_name",
            ),
            tones={},
            blocks=DEPLOYMENTS_DEPLOYMENT_BLOCKS,
        ),
        Command(
            action="create",
            operation=CREATE_DEPLOYMENT,
            summary="Create a deployment.",
            description="Stores what a job is: its program, resources and settings. Nothing is started. A name exists once in a namespace.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "body": "The deployment. It needs a name, an executionMode and an artifact with its kind.",
            },
            columns=("name", "execution_mode", "engine_version", "created_at_utc"),
            more_columns=(
                "deployment_id",
                "kind",
                "target_name",
                "deployment_has_changed",
                "modified_at_utc",
                "modifier_name",
            ),
            tones={},
            blocks=DEPLOYMENTS_DEPLOYMENT_BLOCKS,
            payload="data",
        ),
        Command(
            action="get",
            operation=GET_DEPLOYMENT,
            summary="Get one deployment.",
            description="Returns one deployment of a namespace, with the same fields as a listing.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "deployment_id": "Id of the deployment.",
            },
            columns=("name", "execution_mode", "engine_version", "created_at_utc"),
            more_columns=(
                "deployment_id",
                "kind",
                "target_name",
                "deployment_has_changed",
                "modified_at_utc",
                "modifier_name",
            ),
            tones={},
            blocks=DEPLOYMENTS_DEPLOYMENT_BLOCKS,
            payload="data",
        ),
        Command(
            action="update",
            operation=UPDATE_DEPLOYMENT,
            summary="Change a deployment.",
            description="Changes the properties that the body names; those that are absent or null stay. A map or an array replaces the old one as a whole, except that an empty localVariables changes nothing. The kind of the artifact and the execution mode cannot change. A running job instance is not touched: changes hold from the next start on.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "deployment_id": "Id of the deployment.",
                "body": "The properties to change.",
            },
            columns=("name", "execution_mode", "engine_version", "created_at_utc"),
            more_columns=(
                "deployment_id",
                "kind",
                "target_name",
                "deployment_has_changed",
                "modified_at_utc",
                "modifier_name",
            ),
            tones={},
            blocks=DEPLOYMENTS_DEPLOYMENT_BLOCKS,
            payload="data",
        ),
        Command(
            action="delete",
            operation=DELETE_DEPLOYMENT,
            summary="Delete a deployment.",
            description="Deletes a deployment together with its job instances, none of which may be running, starting or being cancelled. Its savepoints stay until they are deleted themselves.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "deployment_id": "Id of the deployment.",
            },
            columns=(),
            more_columns=(),
            tones={},
        ),
    ),
)

SAVEPOINTS = Resource(
    name="savepoints",
    summary="Savepoints, consistent copies of the state of job instances.",
    commands=(
        Command(
            action="list",
            operation=LIST_SAVEPOINTS,
            summary="List the savepoints of a namespace.",
            description="Returns one page of the savepoints of a namespace, of one deployment or of one job instance, newest first. Checkpoints that the service retained are among them.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "deployment_id": "Only savepoints of this deployment.",
                "job_id": "Only savepoints of this job instance.",
                "page_index": "Number of the page, counted from 1. A page beyond the last one is empty.",
                "page_size": "Number of savepoints on a page.",
            },
            columns=("savepoint_id", "state", "savepoint_origin", "created_at_utc", "job_id"),
            more_columns=(
                "reason",
                "description",
                "native_format",
                "savepoint_location",
                "deployment_id",
            ),
            tones={"state": {"STARTED": "busy", "COMPLETED": "good", "FAILED": "bad"}},
            blocks=SAVEPOINTS_SAVEPOINT_BLOCKS,
        ),
        Command(
            action="create",
            operation=CREATE_SAVEPOINT,
            summary="Take a savepoint of the running job instance of a deployment.",
            description="Returns at once; the savepoint is taken meanwhile, and its state tells when it is complete. Only a running job instance of a streaming deployment has one taken.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "body": "The deployment, and the form of the savepoint.",
            },
            columns=("savepoint_id", "state", "savepoint_origin", "created_at_utc", "job_id"),
            more_columns=(
                "reason",
                "description",
                "native_format",
                "savepoint_location",
                "deployment_id",
            ),
            tones={"state": {"STARTED": "busy", "COMPLETED": "good", "FAILED": "bad"}},
            blocks=SAVEPOINTS_SAVEPOINT_BLOCKS,
            payload="data",
        ),
        Command(
            action="get",
            operation=GET_SAVEPOINT,
            summary="Get one savepoint.",
            description="Returns one savepoint of a namespace, with the same fields as a listing.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "savepoint_id": "Id of the savepoint.",
            },
            columns=("savepoint_id", "state", "savepoint_origin", "created_at_utc", "job_id"),
            more_columns=(
                "reason",
                "description",
                "native_format",
                "savepoint_location",
                "deployment_id",
            ),
            tones={"state": {"STARTED": "busy", "COMPLETED": "good", "FAILED": "bad"}},
            blocks=SAVEPOINTS_SAVEPOINT_BLOCKS,
            payload="data",
        ),
        Command(
            action="delete",
            operation=DELETE_SAVEPOINT,
            summary="Delete a savepoint.",
            description="Deletes a savepoint and its files. A checkpoint that the service retained, and a savepoint that is still being taken, cannot be deleted.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "savepoint_id": "Id of the savepoint.",
            },
            columns=(),
            more_columns=(),
            tones={},
        ),
        Command(
            action="wait",
            operation=GET_SAVEPOINT,
            wait=Wait(
                waiter=GET_SAVEPOINT_WAIT,
                goal="COMPLETED",
                interval=5,
                timeout=300,
            ),
            summary="Wait until a savepoint is complete.",
            description="",
            help={
                "savepoint_id": "Id of the savepoint.",
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
            },
            columns=("savepoint_id", "state", "savepoint_origin", "created_at_utc", "job_id"),
            more_columns=(
                "reason",
                "description",
                "native_format",
                "savepoint_location",
                "deployment_id",
            ),
            tones={"state": {"STARTED": "busy", "COMPLETED": "good", "FAILED": "bad"}},
            blocks=SAVEPOINTS_SAVEPOINT_BLOCKS,
            payload="data",
        ),
    ),
)

JOBS = Resource(
    name="jobs",
    summary="Job instances, the single runs of a deployed job.",
    commands=(
        Command(
            action="list",
            operation=LIST_JOBS,
            summary="List the job instances of a deployed job.",
            description="Returns one page of the job instances of one deployed job, newest first by default. The page of a deployment without job instances is empty.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "deployment_id": "Id of the deployed job whose instances are listed.",
                "page_index": "Number of the page, counted from 1. A page beyond the last one is empty.",
                "page_size": "Number of job instances on a page.",
                "sort_name": "Order by creation time (gmt_create), id (job_id) or state in alphabetical order (status). Ties are ordered by id, in the same direction.",
                "sort_order": "Direction of the order; desc is the exact reverse of asc.",
            },
            columns=("job_id", "state", "created_at_utc", "start_time_utc", "end_time_utc"),
            more_columns=(
                "reason",
                "duration",
                "restarts",
                "deployment_name",
                "execution_mode",
                "engine_version",
            ),
            tones={
                "state": {
                    "STARTING": "busy",
                    "RUNNING": "good",
                    "CANCELLING": "busy",
                    "FAILED": "bad",
                    "CANCELLED": "over",
                    "FINISHED": "over",
                }
            },
            blocks=JOBS_JOB_BLOCKS,
            filters=(
                Filter(
                    name="state",
                    field="state",
                    condition="listed",
                    help="Only job instances in one of these states.",
                    values=("STARTING", "RUNNING", "CANCELLING", "FAILED", "CANCELLED", "FINISHED"),
                    sort_parameters=None,
                ),
                Filter(
                    name="since",
                    field="created_at_utc",
                    condition="since",
                    help="Only job instances created at this time or later.",
                    values=(),
                    sort_parameters=("sort_name", "sort_order"),
                ),
            ),
        ),
        Command(
            action="latest",
            operation=LIST_JOBS,
            latest=LIST_JOBS_LATEST,
            summary="Get the latest job instance of a deployed job.",
            description="Reads at most 10 items, whose created_at must be descending. If it is not, the result is the newest of them when there are no more, else an error.",
            help={
                "deployment_id": "Id of the deployed job whose instances are listed.",
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
            },
            columns=("job_id", "state", "created_at_utc", "start_time_utc", "end_time_utc"),
            more_columns=(
                "reason",
                "duration",
                "restarts",
                "deployment_name",
                "execution_mode",
                "engine_version",
            ),
            tones={
                "state": {
                    "STARTING": "busy",
                    "RUNNING": "good",
                    "CANCELLING": "busy",
                    "FAILED": "bad",
                    "CANCELLED": "over",
                    "FINISHED": "over",
                }
            },
            blocks=JOBS_JOB_BLOCKS,
        ),
        Command(
            action="start_with_resources",
            operation=START_JOB,
            summary="Start a job instance with resources of its own.",
            description="Starts a deployment as StartJobWithParams does, which replaces it.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "body": "The deployment, and how it is started.",
            },
            columns=("job_id", "state", "created_at_utc", "start_time_utc", "end_time_utc"),
            more_columns=(
                "reason",
                "duration",
                "restarts",
                "deployment_name",
                "execution_mode",
                "engine_version",
            ),
            tones={
                "state": {
                    "STARTING": "busy",
                    "RUNNING": "good",
                    "CANCELLING": "busy",
                    "FAILED": "bad",
                    "CANCELLED": "over",
                    "FINISHED": "over",
                }
            },
            blocks=JOBS_JOB_BLOCKS,
            payload="data",
        ),
        Command(
            action="start",
            operation=START_JOB_WITH_PARAMS,
            summary="Start a job instance of a deployment.",
            description="Returns the new job instance at once; it starts meanwhile, and its state tells when it runs. It is a copy of the deployment as it is now: later changes do not touch it. A streaming deployment has at most one job instance that has not ended; a second start is refused. A start from state that does not exist is refused, too. A repeated start with the same jobId is the same start.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "body": "The deployment, and how it is started.",
            },
            columns=("job_id", "state", "created_at_utc", "start_time_utc", "end_time_utc"),
            more_columns=(
                "reason",
                "duration",
                "restarts",
                "deployment_name",
                "execution_mode",
                "engine_version",
            ),
            tones={
                "state": {
                    "STARTING": "busy",
                    "RUNNING": "good",
                    "CANCELLING": "busy",
                    "FAILED": "bad",
                    "CANCELLED": "over",
                    "FINISHED": "over",
                }
            },
            blocks=JOBS_JOB_BLOCKS,
            payload="data",
        ),
        Command(
            action="stop",
            operation=STOP_JOB,
            summary="Stop a job instance.",
            description="Returns the job instance as it is then; it stops meanwhile, and its state tells when it has. A job instance stopped with a savepoint, or drained, ends FINISHED, any other CANCELLED. When the savepoint fails, it runs on. One that has ended already stays as it is.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "job_id": "Id of the job instance.",
                "body": "How it is stopped.",
            },
            columns=("job_id", "state", "created_at_utc", "start_time_utc", "end_time_utc"),
            more_columns=(
                "reason",
                "duration",
                "restarts",
                "deployment_name",
                "execution_mode",
                "engine_version",
            ),
            tones={
                "state": {
                    "STARTING": "busy",
                    "RUNNING": "good",
                    "CANCELLING": "busy",
                    "FAILED": "bad",
                    "CANCELLED": "over",
                    "FINISHED": "over",
                }
            },
            blocks=JOBS_JOB_BLOCKS,
            payload="data",
        ),
        Command(
            action="get",
            operation=GET_JOB,
            summary="Get one job instance.",
            description="Returns one job instance of a namespace, with the same fields as a listing.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "job_id": "Id of the job instance.",
            },
            columns=("job_id", "state", "created_at_utc", "start_time_utc", "end_time_utc"),
            more_columns=(
                "reason",
                "duration",
                "restarts",
                "deployment_name",
                "execution_mode",
                "engine_version",
            ),
            tones={
                "state": {
                    "STARTING": "busy",
                    "RUNNING": "good",
                    "CANCELLING": "busy",
                    "FAILED": "bad",
                    "CANCELLED": "over",
                    "FINISHED": "over",
                }
            },
            blocks=JOBS_JOB_BLOCKS,
            payload="data",
        ),
        Command(
            action="delete",
            operation=DELETE_JOB,
            summary="Delete a job instance that has ended.",
            description="Takes the job instance off all listings. One that is starting, running or being cancelled cannot be deleted.",
            help={
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
                "job_id": "Id of the job instance.",
            },
            columns=(),
            more_columns=(),
            tones={},
        ),
        Command(
            action="wait",
            operation=GET_JOB,
            wait=Wait(
                waiter=GET_JOB_WAIT,
                goal="RUNNING",
                interval=10,
                timeout=600,
            ),
            summary="Wait until a job instance reaches a state.",
            description="",
            help={
                "job_id": "Id of the job instance.",
                "deployment_id": "Id of the deployed job whose instances are listed.",
                "workspace": "Id of the workspace.",
                "namespace": "Name of the namespace, a project within the workspace.",
            },
            columns=("job_id", "state", "created_at_utc", "start_time_utc", "end_time_utc"),
            more_columns=(
                "reason",
                "duration",
                "restarts",
                "deployment_name",
                "execution_mode",
                "engine_version",
            ),
            tones={
                "state": {
                    "STARTING": "busy",
                    "RUNNING": "good",
                    "CANCELLING": "busy",
                    "FAILED": "bad",
                    "CANCELLED": "over",
                    "FINISHED": "over",
                }
            },
            blocks=JOBS_JOB_BLOCKS,
            payload="data",
        ),
    ),
)


def _load_chinese() -> dict[str, str]:
    from ..chinese import TEXTS

    return TEXTS


PROGRAM = Program(
    api=API,
    contract_version=CONTRACT_VERSION,
    summary="Deployments, their job instances and savepoints.",
    client_scoped=("workspace", "namespace"),
    resources=(
        DEPLOYMENTS,
        SAVEPOINTS,
        JOBS,
    ),
    settings=settings(REGIONS),
    diagnosis=Diagnosis(REGIONS),
    languages={"zh": _load_chinese},
)
