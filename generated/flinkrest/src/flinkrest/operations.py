# Generated from flink-rest.yaml; do not edit.
"""The operations of the contract as data, for client, server and command line alike."""

from typing import Any, TypeAlias

from ._runtime.contract.operation import Operation, Parameter, typed
from ._runtime.parameters.scalars import Integer, Text
from .models import (
    CheckpointConfig,
    Checkpoints,
    Dashboard,
    Exceptions,
    Job,
    JobConfig,
    JobList,
    Metric,
    Overview,
    Setting,
    TaskManager,
    TaskManagerList,
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
    "ListSettingsAnswer",
    "ListJobSettingsAnswer",
    "ListMetricsAnswer",
    "OPERATIONS",
]

GET_OVERVIEW = Operation(
    name="GetOverview",
    method="GET",
    path="/overview",
    parameters=(),
    answer=Overview,
)

GET_DASHBOARD = Operation(
    name="GetDashboard",
    method="GET",
    path="/config",
    parameters=(),
    answer=Dashboard,
)

ListSettingsAnswer: TypeAlias = list[Setting]
LIST_SETTINGS: Operation[ListSettingsAnswer] = Operation(
    name="ListSettings",
    method="GET",
    path="/jobmanager/config",
    parameters=(),
    answer=typed(ListSettingsAnswer),
)

LIST_JOBS = Operation(
    name="ListJobs",
    method="GET",
    path="/jobs/overview",
    parameters=(),
    answer=JobList,
)

GET_JOB = Operation(
    name="GetJob",
    method="GET",
    path="/jobs/{jobId}",
    parameters=(
        Parameter(
            name="job_id",
            wire="jobId",
            place="path",
            kind=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    answer=Job,
)

GET_CONFIG = Operation(
    name="GetConfig",
    method="GET",
    path="/jobs/{jobId}/config",
    parameters=(
        Parameter(
            name="job_id",
            wire="jobId",
            place="path",
            kind=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    answer=JobConfig,
)

ListJobSettingsAnswer: TypeAlias = list[Setting]
LIST_JOB_SETTINGS: Operation[ListJobSettingsAnswer] = Operation(
    name="ListJobSettings",
    method="GET",
    path="/jobs/{jobId}/jobmanager/config",
    parameters=(
        Parameter(
            name="job_id",
            wire="jobId",
            place="path",
            kind=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    answer=typed(ListJobSettingsAnswer),
)

GET_EXCEPTIONS = Operation(
    name="GetExceptions",
    method="GET",
    path="/jobs/{jobId}/exceptions",
    parameters=(
        Parameter(
            name="job_id",
            wire="jobId",
            place="path",
            kind=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
        Parameter(
            name="max_exceptions",
            wire="maxExceptions",
            place="query",
            kind=Integer(minimum=1, maximum=2147483647),
        ),
    ),
    answer=Exceptions,
)

GET_CHECKPOINTS = Operation(
    name="GetCheckpoints",
    method="GET",
    path="/jobs/{jobId}/checkpoints",
    parameters=(
        Parameter(
            name="job_id",
            wire="jobId",
            place="path",
            kind=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    answer=Checkpoints,
)

GET_CHECKPOINT_CONFIG = Operation(
    name="GetCheckpointConfig",
    method="GET",
    path="/jobs/{jobId}/checkpoints/config",
    parameters=(
        Parameter(
            name="job_id",
            wire="jobId",
            place="path",
            kind=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
    ),
    answer=CheckpointConfig,
)

ListMetricsAnswer: TypeAlias = list[Metric]
LIST_METRICS: Operation[ListMetricsAnswer] = Operation(
    name="ListMetrics",
    method="GET",
    path="/jobs/{jobId}/metrics",
    parameters=(
        Parameter(
            name="job_id",
            wire="jobId",
            place="path",
            kind=Text(pattern="^[0-9a-f]{32}$"),
            required=True,
        ),
        Parameter(
            name="get",
            wire="get",
            place="query",
            kind=Text(),
        ),
    ),
    answer=typed(ListMetricsAnswer),
)

LIST_TASK_MANAGERS = Operation(
    name="ListTaskManagers",
    method="GET",
    path="/taskmanagers",
    parameters=(),
    answer=TaskManagerList,
)

GET_TASK_MANAGER = Operation(
    name="GetTaskManager",
    method="GET",
    path="/taskmanagers/{taskManagerId}",
    parameters=(
        Parameter(
            name="task_manager_id",
            wire="taskManagerId",
            place="path",
            kind=Text(min_length=1),
            required=True,
        ),
    ),
    answer=TaskManager,
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
