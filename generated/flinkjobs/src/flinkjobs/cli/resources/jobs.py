# Generated from openapi.yaml; do not edit.
"""The commands of jobs, as data."""

from ..._runtime.cli.command import Awaits, Block, Command, Filter, Wait
from ...operations import (
    DELETE_JOB,
    GET_JOB,
    GET_JOB_WAIT,
    GET_LATEST_JOB_START_LOG,
    LIST_JOBS,
    LIST_JOBS_LATEST,
    START_JOB,
    START_JOB_WITH_PARAMS,
    STOP_JOB,
)

__all__ = ["COMMANDS"]

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


COMMANDS = (
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
            "deployment": "Name of the deployment, in place of its id; exactly one deployment must have it.",
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
            "deployment": "Name of the deployment, in place of its id; exactly one deployment must have it.",
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
            "deployment": "Name of the deployment, in place of its id; exactly one deployment must have it.",
        },
        body_help={
            "deployment_id": "Id of the deployment.",
            "restore_strategy": "State that it starts from; without it, from none.",
            "restore_strategy.kind": "From no state (NONE), the latest savepoint of the deployment (LATEST_SAVEPOINT), the savepoint savepointId, which may be another deployment's (FROM_SAVEPOINT), or the latest savepoint or retained checkpoint of the deployment (LATEST_STATE).",
            "restore_strategy.savepoint_id": "Id of the savepoint, when kind is FROM_SAVEPOINT.",
            "restore_strategy.allow_non_restored_state": "Whether state that no operator claims may be dropped.",
            "restore_strategy.job_start_time_in_ms": "Time from which sources that allow it are read, in milliseconds since 1970-01-01 UTC; only when kind is NONE.",
            "resource_setting_spec": "Resources of this start, instead of the deployment's.",
            "resource_setting_spec.streaming_resource_setting": "Requested resources, in streaming mode.",
            "resource_setting_spec.batch_resource_setting": "Requested resources, in batch mode.",
            "resource_setting_spec.flink_conf": "Flink settings, instead of the deployment's; a value may be of any JSON type.",
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
        awaits=Awaits(
            wait=Wait(
                waiter=GET_JOB_WAIT,
                goal="RUNNING",
                interval=10,
                timeout=600,
            ),
            field="job_id",
        ),
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
            "deployment": "Name of the deployment, in place of its id; exactly one deployment must have it.",
        },
        body_help={
            "deployment_id": "Id of the deployment.",
            "job_id": "Id of the new job instance, a UUID, when the caller chooses it.",
            "restore_strategy": "State that it starts from; without it, from none.",
            "restore_strategy.kind": "From no state (NONE), the latest savepoint of the deployment (LATEST_SAVEPOINT), the savepoint savepointId, which may be another deployment's (FROM_SAVEPOINT), or the latest savepoint or retained checkpoint of the deployment (LATEST_STATE).",
            "restore_strategy.savepoint_id": "Id of the savepoint, when kind is FROM_SAVEPOINT.",
            "restore_strategy.allow_non_restored_state": "Whether state that no operator claims may be dropped.",
            "restore_strategy.job_start_time_in_ms": "Time from which sources that allow it are read, in milliseconds since 1970-01-01 UTC; only when kind is NONE.",
            "local_variables": "Values put in place of the variables of the program, instead of the deployment's.",
            "resource_queue_name": "Name of the resource queue that runs it, instead of the deployment's.",
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
        awaits=Awaits(
            wait=Wait(
                waiter=GET_JOB_WAIT,
                goal="RUNNING",
                interval=10,
                timeout=600,
            ),
            field="job_id",
        ),
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
        body_help={
            "stop_strategy": "At once (NONE); after a savepoint (STOP_WITH_SAVEPOINT); or after a savepoint that has drained the sources, which ends the job for good (STOP_WITH_DRAIN)."
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
        awaits=Awaits(
            wait=Wait(
                waiter=GET_JOB_WAIT,
                goal="STOPPED",
                interval=10,
                timeout=600,
            ),
            field="job_id",
        ),
        question="Stop the job instance?",
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
        question="Delete the job instance?",
    ),
    Command(
        action="start_log",
        operation=GET_LATEST_JOB_START_LOG,
        summary="Get the log of the latest start of a deployment.",
        description="Returns what the service did to start the newest job instance of a deployment, and what came of it: one line for each step, with its time in UTC. Empty when nothing was ever started.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "deployment_id": "Id of the deployment.",
            "deployment": "Name of the deployment, in place of its id; exactly one deployment must have it.",
        },
        columns=(),
        more_columns=(),
        tones={},
        payload="data",
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
            "deployment": "Name of the deployment, in place of its id; exactly one deployment must have it.",
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
)
