# Generated from flink-rest.yaml; do not edit.
"""The operations of the contract as data, for client, server and command line."""

from typing import Any, TypeAlias

from ._runtime.contract.operation import Operation, Parameter, as_type
from ._runtime.parameters.scalars import Integer, Text
from .models import (
    CheckpointConfig,
    Checkpoints,
    Dashboard,
    Exceptions,
    Job,
    JobConfig,
    JobList,
    Overview,
    TaskManager,
    TaskManagerList,
    cluster,
    job,
)

__all__ = [
    "GET_OVERVIEW",
    "GET_DASHBOARD",
    "LIST_SETTINGS",
    "LIST_JOBS",
    "GET_JOB",
    "GET_CONFIG",
    "LIST_JOB_SETTINGS",
    "GET_EXCEPTIONS",
    "GET_CHECKPOINTS",
    "GET_CHECKPOINT_CONFIG",
    "LIST_METRICS",
    "LIST_TASK_MANAGERS",
    "GET_TASK_MANAGER",
    "ListSettingsResult",
    "ListJobSettingsResult",
    "ListMetricsResult",
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
    GET_CONFIG,
    LIST_JOB_SETTINGS,
    GET_EXCEPTIONS,
    GET_CHECKPOINTS,
    GET_CHECKPOINT_CONFIG,
    LIST_METRICS,
    LIST_TASK_MANAGERS,
    GET_TASK_MANAGER,
)
