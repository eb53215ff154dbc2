# Generated from openapi.yaml; do not edit.
"""The server interface of this contract.

Implement Deployments, Targets, Engines, Events, Variables, Savepoints, Sql, Flink, Jobs and
pass the instances to `build_app`: it routes requests, checks their parameters and writes
envelopes and errors as the contract says.
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
    CREATE_DEPLOYMENT,
    CREATE_SAVEPOINT,
    CREATE_VARIABLE,
    DELETE_DEPLOYMENT,
    DELETE_DEPLOYMENT_BY_NAME,
    DELETE_JOB,
    DELETE_SAVEPOINT,
    DELETE_VARIABLE,
    FLINK_API_PROXY,
    GET_DEPLOYMENT,
    GET_DEPLOYMENTS_BY_LABEL,
    GET_DEPLOYMENTS_BY_NAME,
    GET_EVENTS,
    GET_JOB,
    GET_LATEST_JOB_START_LOG,
    GET_SAVEPOINT,
    LIST_DEPLOYMENT_TARGETS,
    LIST_DEPLOYMENTS,
    LIST_ENGINE_VERSION_METADATA,
    LIST_JOBS,
    LIST_SAVEPOINTS,
    LIST_VARIABLES,
    START_JOB,
    START_JOB_WITH_PARAMS,
    STOP_JOB,
    UPDATE_DEPLOYMENT,
    UPDATE_DEPLOYMENT_BY_NAME,
    UPDATE_VARIABLE,
    VALIDATE_SQL_STATEMENT,
)
from .deployments import (
    CreateDeploymentParameters,
    DeleteDeploymentByNameParameters,
    DeleteDeploymentParameters,
    Deployments,
    GetDeploymentParameters,
    GetDeploymentsByLabelParameters,
    GetDeploymentsByNameParameters,
    ListDeploymentsParameters,
    UpdateDeploymentByNameParameters,
    UpdateDeploymentParameters,
)
from .engines import Engines, ListEngineVersionMetadataParameters
from .events import Events, GetEventsParameters
from .flink import Flink, FlinkApiProxyParameters
from .jobs import (
    DeleteJobParameters,
    GetJobParameters,
    GetLatestJobStartLogParameters,
    Jobs,
    ListJobsParameters,
    StartJobParameters,
    StartJobWithParamsParameters,
    StopJobParameters,
)
from .savepoints import (
    CreateSavepointParameters,
    DeleteSavepointParameters,
    GetSavepointParameters,
    ListSavepointsParameters,
    Savepoints,
)
from .sql import Sql, ValidateSqlStatementParameters
from .targets import ListDeploymentTargetsParameters, Targets
from .variables import (
    CreateVariableParameters,
    DeleteVariableParameters,
    ListVariablesParameters,
    UpdateVariableParameters,
    Variables,
)

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
    "Deployments",
    "ListDeploymentsParameters",
    "CreateDeploymentParameters",
    "GetDeploymentParameters",
    "UpdateDeploymentParameters",
    "DeleteDeploymentParameters",
    "GetDeploymentsByNameParameters",
    "GetDeploymentsByLabelParameters",
    "UpdateDeploymentByNameParameters",
    "DeleteDeploymentByNameParameters",
    "Targets",
    "ListDeploymentTargetsParameters",
    "Engines",
    "ListEngineVersionMetadataParameters",
    "Events",
    "GetEventsParameters",
    "Variables",
    "ListVariablesParameters",
    "CreateVariableParameters",
    "DeleteVariableParameters",
    "UpdateVariableParameters",
    "Savepoints",
    "ListSavepointsParameters",
    "CreateSavepointParameters",
    "GetSavepointParameters",
    "DeleteSavepointParameters",
    "Sql",
    "ValidateSqlStatementParameters",
    "Flink",
    "FlinkApiProxyParameters",
    "Jobs",
    "ListJobsParameters",
    "StartJobParameters",
    "StartJobWithParamsParameters",
    "StopJobParameters",
    "GetJobParameters",
    "DeleteJobParameters",
    "GetLatestJobStartLogParameters",
    "build_app",
    "new_request_id",
    "read_body",
]


def build_app(
    *,
    deployments: Deployments = Deployments(),
    targets: Targets = Targets(),
    engines: Engines = Engines(),
    events: Events = Events(),
    variables: Variables = Variables(),
    savepoints: Savepoints = Savepoints(),
    sql: Sql = Sql(),
    flink: Flink = Flink(),
    jobs: Jobs = Jobs(),
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
            Route(LIST_DEPLOYMENTS, ListDeploymentsParameters, deployments.list_deployments),
            Route(CREATE_DEPLOYMENT, CreateDeploymentParameters, deployments.create_deployment),
            Route(GET_DEPLOYMENT, GetDeploymentParameters, deployments.get_deployment),
            Route(UPDATE_DEPLOYMENT, UpdateDeploymentParameters, deployments.update_deployment),
            Route(DELETE_DEPLOYMENT, DeleteDeploymentParameters, deployments.delete_deployment),
            Route(
                GET_DEPLOYMENTS_BY_NAME,
                GetDeploymentsByNameParameters,
                deployments.get_deployments_by_name,
            ),
            Route(
                GET_DEPLOYMENTS_BY_LABEL,
                GetDeploymentsByLabelParameters,
                deployments.get_deployments_by_label,
            ),
            Route(
                UPDATE_DEPLOYMENT_BY_NAME,
                UpdateDeploymentByNameParameters,
                deployments.update_deployment_by_name,
            ),
            Route(
                DELETE_DEPLOYMENT_BY_NAME,
                DeleteDeploymentByNameParameters,
                deployments.delete_deployment_by_name,
            ),
            Route(
                LIST_DEPLOYMENT_TARGETS,
                ListDeploymentTargetsParameters,
                targets.list_deployment_targets,
            ),
            Route(
                LIST_ENGINE_VERSION_METADATA,
                ListEngineVersionMetadataParameters,
                engines.list_engine_version_metadata,
            ),
            Route(GET_EVENTS, GetEventsParameters, events.get_events),
            Route(LIST_VARIABLES, ListVariablesParameters, variables.list_variables),
            Route(CREATE_VARIABLE, CreateVariableParameters, variables.create_variable),
            Route(DELETE_VARIABLE, DeleteVariableParameters, variables.delete_variable),
            Route(UPDATE_VARIABLE, UpdateVariableParameters, variables.update_variable),
            Route(LIST_SAVEPOINTS, ListSavepointsParameters, savepoints.list_savepoints),
            Route(CREATE_SAVEPOINT, CreateSavepointParameters, savepoints.create_savepoint),
            Route(GET_SAVEPOINT, GetSavepointParameters, savepoints.get_savepoint),
            Route(DELETE_SAVEPOINT, DeleteSavepointParameters, savepoints.delete_savepoint),
            Route(
                VALIDATE_SQL_STATEMENT, ValidateSqlStatementParameters, sql.validate_sql_statement
            ),
            Route(FLINK_API_PROXY, FlinkApiProxyParameters, flink.flink_api_proxy),
            Route(LIST_JOBS, ListJobsParameters, jobs.list_jobs),
            Route(START_JOB, StartJobParameters, jobs.start_job),
            Route(START_JOB_WITH_PARAMS, StartJobWithParamsParameters, jobs.start_job_with_params),
            Route(STOP_JOB, StopJobParameters, jobs.stop_job),
            Route(GET_JOB, GetJobParameters, jobs.get_job),
            Route(DELETE_JOB, DeleteJobParameters, jobs.delete_job),
            Route(
                GET_LATEST_JOB_START_LOG,
                GetLatestJobStartLogParameters,
                jobs.get_latest_job_start_log,
            ),
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
