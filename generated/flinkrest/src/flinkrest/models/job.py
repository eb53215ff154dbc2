# Generated from flink-rest.yaml; do not edit.
"""Models of the contract: job."""

from __future__ import annotations

from typing import Literal

from flinkrest._runtime.models.base import Model
from flinkrest.models._derived import (
    ExecutionConfigBase,
    JobBase,
    JobConfigBase,
    JobSummaryBase,
    VertexBase,
)


class TaskCounts(Model, kw_only=True):
    """How many tasks are in which state."""

    total: int | None = None
    """All tasks."""
    created: int | None = None
    """Not yet scheduled."""
    scheduled: int | None = None
    """Waiting for a slot."""
    deploying: int | None = None
    """Being deployed to a TaskManager."""
    initializing: int | None = None
    """Restoring their state."""
    running: int | None = None
    """Running."""
    finished: int | None = None
    """Finished."""
    canceling: int | None = None
    """Being cancelled."""
    canceled: int | None = None
    """Cancelled."""
    failed: int | None = None
    """Failed."""
    reconciling: int | None = None
    """Being reconciled after a failure of the JobManager."""


class Vertex(VertexBase, kw_only=True):
    """A vertex of a job's graph."""

    id: str | None = None
    """Id of the vertex, 32 hexadecimal digits."""
    name: str | None = None
    """Names of its operators."""
    max_parallelism: int | None = None
    """Its largest parallelism."""
    parallelism: int | None = None
    """How many tasks it has."""
    status: str | None = None
    """State that sums up those of its tasks."""
    start_time: int | None = None
    """When its first task started, in milliseconds since 1970-01-01 UTC; -1 before."""
    end_time: int | None = None
    """When its last task ended, in milliseconds since 1970-01-01 UTC; -1 before."""
    duration: int | None = None
    """How long it has been there, in milliseconds; -1 before it starts."""
    tasks: dict[str, int] | None = None
    """How many tasks are in which state."""


class ExecutionConfig(ExecutionConfigBase, kw_only=True):
    """How a job is executed."""

    execution_mode: str | None = None
    """How data is exchanged; Flink 1.20 only."""
    restart_strategy: str | None = None
    """Restart strategy after a failure."""
    job_parallelism: int | None = None
    """Parallelism of operators that have none of their own; -1 where none is set."""
    object_reuse_mode: bool | None = None
    """Whether operators pass objects on without copies."""
    user_config: dict[str, str] | None = None
    """Labels, submitted as pipeline.global-job-parameters."""


class Metric(Model, kw_only=True):
    """One metric."""

    id: str | None = None
    """Its name, such as numRestarts."""
    value: str | None = None
    """Its value, a number as text; absent in a request without names."""


class JobSummary(JobSummaryBase, kw_only=True):
    """A job in a listing."""

    jid: str | None = None
    """Id of the job, 32 hexadecimal digits."""
    name: str | None = None
    """Name that it was submitted with."""
    job_type: Literal["STREAMING", "BATCH"] | str | None = None
    """Its kind; absent in Flink 1.20."""
    state: (
        Literal[
            "INITIALIZING",
            "CREATED",
            "RUNNING",
            "FAILING",
            "FAILED",
            "CANCELLING",
            "CANCELED",
            "FINISHED",
            "RESTARTING",
            "SUSPENDED",
            "RECONCILING",
        ]
        | str
        | None
    ) = None
    """Its state. Tasks of a RUNNING job may still wait for slots."""
    start_time: int | None = None
    """When it was submitted, in milliseconds since 1970-01-01 UTC."""
    end_time: int | None = None
    """When it ended, in milliseconds since 1970-01-01 UTC; -1 before."""
    duration: int | None = None
    """How long it has been there, in milliseconds."""
    last_modification: int | None = None
    """When its state, or that of a task, last changed, in milliseconds since 1970-01-01 UTC."""
    tasks: TaskCounts | None = None
    """Its tasks by state."""


class Job(JobBase, kw_only=True):
    """A job."""

    jid: str | None = None
    """Id of the job, 32 hexadecimal digits."""
    name: str | None = None
    """Name that it was submitted with."""
    is_stoppable: bool | None = None
    """Whether its sources can be stopped one by one."""
    state: (
        Literal[
            "INITIALIZING",
            "CREATED",
            "RUNNING",
            "FAILING",
            "FAILED",
            "CANCELLING",
            "CANCELED",
            "FINISHED",
            "RESTARTING",
            "SUSPENDED",
            "RECONCILING",
        ]
        | str
        | None
    ) = None
    """Its state. Tasks of a RUNNING job may still wait for slots."""
    job_type: Literal["STREAMING", "BATCH"] | str | None = None
    """Its kind."""
    start_time: int | None = None
    """When it was submitted, in milliseconds since 1970-01-01 UTC."""
    end_time: int | None = None
    """When it ended, in milliseconds since 1970-01-01 UTC; -1 before."""
    duration: int | None = None
    """How long it has been there, in milliseconds."""
    max_parallelism: int | None = None
    """Its largest parallelism; -1 where none is set."""
    now: int | None = None
    """The JobManager's clock, in milliseconds since 1970-01-01 UTC."""
    timestamps: dict[str, int] | None = None
    """Time of the last change to each state, in milliseconds since 1970-01-01 UTC; 0 for never."""
    vertices: list[Vertex] | None = None
    """The vertices of its graph."""
    status_counts: dict[str, int] | None = None
    """How many vertices are in which state."""


class JobConfig(JobConfigBase, kw_only=True):
    """Configuration of a job's execution."""

    jid: str | None = None
    """Id of the job, 32 hexadecimal digits."""
    name: str | None = None
    """Name that it was submitted with."""
    execution_config: ExecutionConfig | None = None
    """How it is executed."""


class JobList(Model, kw_only=True):
    """Jobs, each with its state and times."""

    jobs: list[JobSummary] | None = None
    """The jobs."""
