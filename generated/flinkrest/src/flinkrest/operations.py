# Generated from flink-rest.yaml; do not edit.
"""The operations of the contract as data, for client, server and command line."""

from typing import Any, TypeAlias

from ._runtime.contract.operation import Operation, Parameter, as_type
from ._runtime.parameters.bodies import JsonBody
from ._runtime.parameters.body_check import BodyCheck
from ._runtime.parameters.scalars import Choice, Integer, Text
from .body_schemas import BODY_SCHEMAS
from .models import (
    CheckpointConfig,
    Checkpoints,
    Dashboard,
    Exceptions,
    JarList,
    Job,
    JobConfig,
    JobList,
    Overview,
    Planning,
    Submission,
    TaskManager,
    TaskManagerList,
    Trigger,
    TriggerResult,
    cluster,
    jar,
    job,
    trigger,
)

__all__ = [
    "GET_OVERVIEW",
    "GET_DASHBOARD",
    "LIST_SETTINGS",
    "LIST_JOBS",
    "GET_JOB",
    "CANCEL_JOB",
    "GET_CONFIG",
    "LIST_JOB_SETTINGS",
    "GET_EXCEPTIONS",
    "GET_CHECKPOINTS",
    "GET_CHECKPOINT_CONFIG",
    "LIST_METRICS",
    "STOP_JOB",
    "TRIGGER_SAVEPOINT",
    "GET_SAVEPOINT",
    "DISPOSE_SAVEPOINT",
    "GET_DISPOSAL",
    "LIST_JARS",
    "RUN_JAR",
    "PLAN_JAR",
    "LIST_TASK_MANAGERS",
    "GET_TASK_MANAGER",
    "ListSettingsResult",
    "CancelJobResult",
    "ListJobSettingsResult",
    "ListMetricsResult",
    "StopJobBody",
    "TriggerSavepointBody",
    "DisposeSavepointBody",
    "RunJarBody",
    "PlanJarBody",
    "OPERATIONS",
]

GET_OVERVIEW = Operation(
    name="GetOverview",
    method="GET",
    path="/overview",
    parameters=(),
    response_type=Overview,
)

GET_DASHBOARD = Operation(
    name="GetDashboard",
    method="GET",
    path="/config",
    parameters=(),
    response_type=Dashboard,
)

ListSettingsResult: TypeAlias = list[cluster.Setting]
LIST_SETTINGS: Operation[ListSettingsResult] = Operation(
    name="ListSettings",
    method="GET",
    path="/jobmanager/config",
    parameters=(),
    response_type=as_type(ListSettingsResult),
)

LIST_JOBS = Operation(
    name="ListJobs",
    method="GET",
    path="/jobs/overview",
    parameters=(),
    response_type=JobList,
)

GET_JOB = Operation(
    name="GetJob",
    method="GET",
    path="/jobs/{jobId}",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    response_type=Job,
)

CancelJobResult: TypeAlias = dict[str, Any]
CANCEL_JOB: Operation[CancelJobResult] = Operation(
    name="CancelJob",
    method="PATCH",
    path="/jobs/{jobId}",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
        Parameter(
            name="mode",
            wire_name="mode",
            location="query",
            codec=Choice(values=("cancel",)),
            required=True,
        ),
    ),
    response_type=as_type(CancelJobResult),
    status=202,
)

GET_CONFIG = Operation(
    name="GetConfig",
    method="GET",
    path="/jobs/{jobId}/config",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    response_type=JobConfig,
)

ListJobSettingsResult: TypeAlias = list[cluster.Setting]
LIST_JOB_SETTINGS: Operation[ListJobSettingsResult] = Operation(
    name="ListJobSettings",
    method="GET",
    path="/jobs/{jobId}/jobmanager/config",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    response_type=as_type(ListJobSettingsResult),
)

GET_EXCEPTIONS = Operation(
    name="GetExceptions",
    method="GET",
    path="/jobs/{jobId}/exceptions",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
        Parameter(
            name="max_exceptions",
            wire_name="maxExceptions",
            location="query",
            codec=Integer(minimum=1, maximum=2147483647),
        ),
    ),
    response_type=Exceptions,
)

GET_CHECKPOINTS = Operation(
    name="GetCheckpoints",
    method="GET",
    path="/jobs/{jobId}/checkpoints",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    response_type=Checkpoints,
)

GET_CHECKPOINT_CONFIG = Operation(
    name="GetCheckpointConfig",
    method="GET",
    path="/jobs/{jobId}/checkpoints/config",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    response_type=CheckpointConfig,
)

ListMetricsResult: TypeAlias = list[job.Metric]
LIST_METRICS: Operation[ListMetricsResult] = Operation(
    name="ListMetrics",
    method="GET",
    path="/jobs/{jobId}/metrics",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
        Parameter(
            name="get",
            wire_name="get",
            location="query",
            codec=Text(),
        ),
    ),
    response_type=as_type(ListMetricsResult),
)

StopJobBody: TypeAlias = trigger.StopRequest
STOP_JOB = Operation(
    name="StopJob",
    method="POST",
    path="/jobs/{jobId}/stop",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(type=StopJobBody, schema=BodyCheck("trigger.StopRequest", BODY_SCHEMAS)),
            required=True,
        ),
    ),
    response_type=Trigger,
)

TriggerSavepointBody: TypeAlias = trigger.SavepointRequest
TRIGGER_SAVEPOINT = Operation(
    name="TriggerSavepoint",
    method="POST",
    path="/jobs/{jobId}/savepoints",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(
                type=TriggerSavepointBody,
                schema=BodyCheck("trigger.SavepointRequest", BODY_SCHEMAS),
            ),
            required=True,
        ),
    ),
    response_type=Trigger,
)

GET_SAVEPOINT = Operation(
    name="GetSavepoint",
    method="GET",
    path="/jobs/{jobId}/savepoints/{triggerId}",
    parameters=(
        Parameter(
            name="job_id",
            wire_name="jobId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
        Parameter(
            name="trigger_id",
            wire_name="triggerId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    response_type=TriggerResult,
)

DisposeSavepointBody: TypeAlias = trigger.DisposalRequest
DISPOSE_SAVEPOINT = Operation(
    name="DisposeSavepoint",
    method="POST",
    path="/savepoint-disposal",
    parameters=(
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(
                type=DisposeSavepointBody, schema=BodyCheck("trigger.DisposalRequest", BODY_SCHEMAS)
            ),
            required=True,
        ),
    ),
    response_type=Trigger,
)

GET_DISPOSAL = Operation(
    name="GetDisposal",
    method="GET",
    path="/savepoint-disposal/{triggerId}",
    parameters=(
        Parameter(
            name="trigger_id",
            wire_name="triggerId",
            location="path",
            codec=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    response_type=TriggerResult,
)

LIST_JARS = Operation(
    name="ListJars",
    method="GET",
    path="/jars",
    parameters=(),
    response_type=JarList,
)

RunJarBody: TypeAlias = jar.RunRequest
RUN_JAR = Operation(
    name="RunJar",
    method="POST",
    path="/jars/{jarId}/run",
    parameters=(
        Parameter(
            name="jar_id",
            wire_name="jarId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(type=RunJarBody, schema=BodyCheck("jar.RunRequest", BODY_SCHEMAS)),
            required=True,
        ),
    ),
    response_type=Submission,
)

PlanJarBody: TypeAlias = jar.PlanRequest
PLAN_JAR = Operation(
    name="PlanJar",
    method="POST",
    path="/jars/{jarId}/plan",
    parameters=(
        Parameter(
            name="jar_id",
            wire_name="jarId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="body",
            wire_name="body",
            location="body",
            codec=JsonBody(type=PlanJarBody, schema=BodyCheck("jar.PlanRequest", BODY_SCHEMAS)),
            required=True,
        ),
    ),
    response_type=Planning,
)

LIST_TASK_MANAGERS = Operation(
    name="ListTaskManagers",
    method="GET",
    path="/taskmanagers",
    parameters=(),
    response_type=TaskManagerList,
)

GET_TASK_MANAGER = Operation(
    name="GetTaskManager",
    method="GET",
    path="/taskmanagers/{taskManagerId}",
    parameters=(
        Parameter(
            name="task_manager_id",
            wire_name="taskManagerId",
            location="path",
            codec=Text(min_length=1),
            required=True,
        ),
    ),
    response_type=TaskManager,
)

OPERATIONS: tuple[Operation[Any], ...] = (
    GET_OVERVIEW,
    GET_DASHBOARD,
    LIST_SETTINGS,
    LIST_JOBS,
    GET_JOB,
    CANCEL_JOB,
    GET_CONFIG,
    LIST_JOB_SETTINGS,
    GET_EXCEPTIONS,
    GET_CHECKPOINTS,
    GET_CHECKPOINT_CONFIG,
    LIST_METRICS,
    STOP_JOB,
    TRIGGER_SAVEPOINT,
    GET_SAVEPOINT,
    DISPOSE_SAVEPOINT,
    GET_DISPOSAL,
    LIST_JARS,
    RUN_JAR,
    PLAN_JAR,
    LIST_TASK_MANAGERS,
    GET_TASK_MANAGER,
)
