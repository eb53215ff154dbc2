# Generated from openapi.yaml; do not edit.
"""The commands of the contract, as data."""

from .._runtime.aliyun.command_line import Diagnosis, settings
from .._runtime.cli.command import Block, Command, Filter, Program, Resource, Wait
from ..contract import API, CONTRACT_VERSION, REGIONS
from ..operations import GET_JOB, GET_JOB_WAIT, LIST_JOBS, LIST_JOBS_LATEST

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
    summary="Job instances of deployed jobs.",
    client_scoped=("workspace", "namespace"),
    resources=(JOBS,),
    settings=settings(REGIONS),
    diagnosis=Diagnosis(REGIONS),
    languages={"zh": _load_chinese},
)
