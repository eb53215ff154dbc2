# Generated from flink-rest.yaml; do not edit.
"""The server interface of this contract.

Implement Cluster, Jobs, Savepoints, Jars, TaskManagers and pass the instances to `build_app`:
it routes requests, checks their parameters and writes envelopes and errors as the contract
says.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext

from .._runtime.server.app import App, new_request_id
from .._runtime.server.asgi import ClientDisconnected, Message, Receive, Scope, Send, read_body
from .._runtime.server.limits import Limits
from .._runtime.server.request_context import Guard, RequestContext
from .._runtime.server.request_record import Observer, RequestRecord
from .._runtime.server.routing import Route
from .._runtime.server.service_api import (
    ErrorResponse,
    OperationFailure,
    PageResult,
    Principal,
    ServiceCall,
    Success,
)
from ..contract import API, ERROR_BODY, ERRORS
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
    PLAN_JAR,
    RUN_JAR,
    STOP_JOB,
    TRIGGER_SAVEPOINT,
)
from .cluster import Cluster, GetDashboardParameters, GetOverviewParameters, ListSettingsParameters
from .jars import Jars, ListJarsParameters, PlanJarParameters, RunJarParameters
from .jobs import (
    CancelJobParameters,
    GetCheckpointConfigParameters,
    GetCheckpointsParameters,
    GetConfigParameters,
    GetExceptionsParameters,
    GetJobParameters,
    Jobs,
    ListJobSettingsParameters,
    ListJobsParameters,
    ListMetricsParameters,
    StopJobParameters,
)
from .savepoints import (
    DisposeSavepointParameters,
    GetDisposalParameters,
    GetSavepointParameters,
    Savepoints,
    TriggerSavepointParameters,
)
from .task_managers import GetTaskManagerParameters, ListTaskManagersParameters, TaskManagers

__all__ = [
    "App",
    "ClientDisconnected",
    "ErrorResponse",
    "Guard",
    "Limits",
    "Message",
    "Observer",
    "OperationFailure",
    "PageResult",
    "Principal",
    "Receive",
    "RequestContext",
    "RequestRecord",
    "Scope",
    "Send",
    "ServiceCall",
    "Success",
    "Cluster",
    "GetOverviewParameters",
    "GetDashboardParameters",
    "ListSettingsParameters",
    "Jobs",
    "ListJobsParameters",
    "GetJobParameters",
    "CancelJobParameters",
    "GetConfigParameters",
    "ListJobSettingsParameters",
    "GetExceptionsParameters",
    "GetCheckpointsParameters",
    "GetCheckpointConfigParameters",
    "ListMetricsParameters",
    "StopJobParameters",
    "Savepoints",
    "TriggerSavepointParameters",
    "GetSavepointParameters",
    "DisposeSavepointParameters",
    "GetDisposalParameters",
    "Jars",
    "ListJarsParameters",
    "RunJarParameters",
    "PlanJarParameters",
    "TaskManagers",
    "ListTaskManagersParameters",
    "GetTaskManagerParameters",
    "build_app",
    "new_request_id",
    "read_body",
]


def build_app(
    *,
    cluster: Cluster = Cluster(),
    jobs: Jobs = Jobs(),
    savepoints: Savepoints = Savepoints(),
    jars: Jars = Jars(),
    task_managers: TaskManagers = TaskManagers(),
    guards: Sequence[Guard] = (),
    lifespan: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
    new_request_id: Callable[[], str] = new_request_id,
    limits: Limits = Limits(),
    observer: Observer | None = None,
    map_error: Callable[[Exception], ErrorResponse | None] | None = None,
) -> App:
    """Build an ASGI application from one service per resource.

    Operations of a service that is left out, or that a service does not override, return 501.
    `guards` run in order after routing; each may reject a request by raising ErrorResponse.
    `lifespan` is entered when the server process starts and left when it stops. Requests beyond
    `limits` are rejected. `observer` receives the record of each finished request. `map_error`
    returns the error response for an exception of a guard or a service; an exception for which it
    returns None is logged, and the client receives InternalError without its text.
    """
    return App(
        (
            Route(GET_OVERVIEW, GetOverviewParameters, cluster.get_overview),
            Route(GET_DASHBOARD, GetDashboardParameters, cluster.get_dashboard),
            Route(LIST_SETTINGS, ListSettingsParameters, cluster.list_settings),
            Route(LIST_JOBS, ListJobsParameters, jobs.list_jobs),
            Route(GET_JOB, GetJobParameters, jobs.get_job),
            Route(CANCEL_JOB, CancelJobParameters, jobs.cancel_job),
            Route(GET_CONFIG, GetConfigParameters, jobs.get_config),
            Route(LIST_JOB_SETTINGS, ListJobSettingsParameters, jobs.list_job_settings),
            Route(GET_EXCEPTIONS, GetExceptionsParameters, jobs.get_exceptions),
            Route(GET_CHECKPOINTS, GetCheckpointsParameters, jobs.get_checkpoints),
            Route(GET_CHECKPOINT_CONFIG, GetCheckpointConfigParameters, jobs.get_checkpoint_config),
            Route(LIST_METRICS, ListMetricsParameters, jobs.list_metrics),
            Route(STOP_JOB, StopJobParameters, jobs.stop_job),
            Route(TRIGGER_SAVEPOINT, TriggerSavepointParameters, savepoints.trigger_savepoint),
            Route(GET_SAVEPOINT, GetSavepointParameters, savepoints.get_savepoint),
            Route(DISPOSE_SAVEPOINT, DisposeSavepointParameters, savepoints.dispose_savepoint),
            Route(GET_DISPOSAL, GetDisposalParameters, savepoints.get_disposal),
            Route(LIST_JARS, ListJarsParameters, jars.list_jars),
            Route(RUN_JAR, RunJarParameters, jars.run_jar),
            Route(PLAN_JAR, PlanJarParameters, jars.plan_jar),
            Route(LIST_TASK_MANAGERS, ListTaskManagersParameters, task_managers.list_task_managers),
            Route(GET_TASK_MANAGER, GetTaskManagerParameters, task_managers.get_task_manager),
        ),
        errors=ERRORS,
        error_fields=ERROR_BODY,
        guards=guards,
        lifespan=lifespan,
        new_request_id=new_request_id,
        limits=limits,
        observer=observer,
        map_error=map_error,
        request_id_header=API.request_id_header,
    )
