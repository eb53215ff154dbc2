# Generated from flink-rest.yaml; do not edit.
"""Models of the contract: all of them."""

from __future__ import annotations

from typing import Literal

from flinkrest._runtime.models.base import NULL, Model
from flinkrest.models._views import (
    CheckpointConfigViews,
    CheckpointCountsViews,
    CheckpointViews,
    ConcurrentExceptionViews,
    DashboardViews,
    ExceptionsViews,
    ExecutionConfigViews,
    ExternalizationViews,
    FeaturesViews,
    JobConfigViews,
    JobSummaryViews,
    JobViews,
    OverviewViews,
    RestoredCheckpointViews,
    RootExceptionViews,
    TaskManagerViews,
    VertexViews,
)


class Overview(OverviewViews, kw_only=True):
    """Counts of slots and jobs."""

    taskmanagers: int | None = None
    """How many TaskManagers have registered."""
    slots_total: int | None = None
    """How many slots they have."""
    slots_available: int | None = None
    """How many of the slots are free."""
    jobs_running: int | None = None
    """How many jobs have not ended."""
    jobs_finished: int | None = None
    """How many jobs have finished."""
    jobs_cancelled: int | None = None
    """How many jobs were cancelled."""
    jobs_failed: int | None = None
    """How many jobs have failed."""
    flink_version: str | None = None
    """Version of Flink, such as 2.3.0."""
    flink_commit: str | None = None
    """Revision that Flink was built from."""


class Setting(Model, kw_only=True):
    """One setting."""

    key: str | None = None
    """Key of the setting, such as parallelism.default."""
    value: str | None = None
    """Its value."""


class Metric(Model, kw_only=True):
    """One metric."""

    id: str | None = None
    """Its name, such as numRestarts."""
    value: str | None = None
    """Its value, a number as text; absent where no name was asked for."""


class ClusterRefusal(Model, kw_only=True):
    """What went wrong."""

    errors: list[str] | None = None
    """Messages, each with the stack of calls after its first line."""


class Features(FeaturesViews, kw_only=True):
    """What may be done through the dashboard."""

    web_submit: bool | None = None
    """Whether jobs can be submitted."""
    web_cancel: bool | None = None
    """Whether jobs can be cancelled."""
    web_history: bool | None = None
    """Whether this is a history server."""


class TaskCounts(Model, kw_only=True):
    """How many tasks are in which state."""

    total: int | None = None
    """All tasks."""
    created: int | None = None
    """Not yet scheduled."""
    scheduled: int | None = None
    """Waiting for a slot."""
    deploying: int | None = None
    """On their way to a TaskManager."""
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
    """Being found again after a failure of the JobManager."""


class Vertex(VertexViews, kw_only=True):
    """A part of a job's graph."""

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


class ExecutionConfig(ExecutionConfigViews, kw_only=True):
    """How a job is executed."""

    execution_mode: str | None = None
    """How data is exchanged; told by Flink 1.20 only."""
    restart_strategy: str | None = None
    """What happens after a failure."""
    job_parallelism: int | None = None
    """Parallelism of operators that have none of their own; -1 where none is set."""
    object_reuse_mode: bool | None = None
    """Whether operators hand on objects without copies."""
    user_config: dict[str, str] | None = None
    """What was submitted as pipeline.global-job-parameters: labels."""


class ConcurrentException(ConcurrentExceptionViews, kw_only=True):
    """A failure that came with another one."""

    exception_name: str | None = None
    """Java's name of the exception."""
    stacktrace: str | None = None
    """Message and stack, then those of each cause after Caused by."""
    timestamp: int | None = None
    """When it happened, in milliseconds since 1970-01-01 UTC."""
    task_name: str | None = None
    """Task that failed."""
    endpoint: str | None = None
    """Host and port of the TaskManager."""
    task_manager_id: str | None = None
    """Id of the TaskManager."""


class CheckpointCounts(CheckpointCountsViews, kw_only=True):
    """How many checkpoints there were, savepoints included."""

    restored: int | None = None
    """How often the job was restored."""
    total: int | None = None
    """All that were begun."""
    in_progress: int | None = None
    """Those under way."""
    completed: int | None = None
    """Those completed."""
    failed: int | None = None
    """Those that failed."""


class Checkpoint(CheckpointViews, kw_only=True):
    """A checkpoint or savepoint."""

    id: int | None = None
    """Number of the checkpoint, counted on after a restore."""
    status: str | None = None
    """COMPLETED, IN_PROGRESS or FAILED."""
    is_savepoint: bool | None = None
    """Whether it is a savepoint."""
    savepoint_format: str | None = None
    """Format of a savepoint."""
    trigger_timestamp: int | None = None
    """When it was begun, in milliseconds since 1970-01-01 UTC."""
    checkpoint_type: (
        Literal["CHECKPOINT", "UNALIGNED_CHECKPOINT", "SAVEPOINT", "SYNC_SAVEPOINT"] | str | None
    ) = None
    """Its kind; SYNC_SAVEPOINT is the savepoint that a job is stopped with."""
    external_path: str | None = None
    """Where it lies."""
    failure_message: str | None = None
    """Why it failed."""


class RestoredCheckpoint(RestoredCheckpointViews, kw_only=True):
    """What a job was restored from."""

    id: int | None = None
    """Number of the checkpoint."""
    restore_timestamp: int | None = None
    """When that was, in milliseconds since 1970-01-01 UTC."""
    is_savepoint: bool | None = None
    """Whether it is a savepoint."""
    external_path: str | None = None
    """Where it lies."""


class Externalization(ExternalizationViews, kw_only=True):
    """What becomes of checkpoints at the end of a job."""

    enabled: bool | None = None
    """Whether they outlive the job."""
    delete_on_cancellation: bool | None = None
    """Whether they are removed when the job is cancelled."""


class ResourceProfile(Model, kw_only=True):
    """An amount of resources."""

    cpu_cores: float | None = None
    """Share of processors."""
    task_heap_memory: int | None = None
    """Memory of tasks on Java's heap, in MB."""
    task_off_heap_memory: int | None = None
    """Memory of tasks beside it, in MB."""
    managed_memory: int | None = None
    """Memory that Flink manages, in MB."""
    network_memory: int | None = None
    """Memory for data on its way, in MB."""


class Dashboard(DashboardViews, kw_only=True):
    """Settings of Flink's dashboard."""

    refresh_interval: int | None = None
    """How often it asks anew, in milliseconds."""
    flink_version: str | None = None
    """Version of Flink, such as 2.3.0."""
    flink_revision: str | None = None
    """Revision that Flink was built from, with its time."""
    features: Features | None = None
    """What may be done through it."""


class Job(JobViews, kw_only=True):
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
    """Its state. RUNNING says nothing of the tasks, which may still wait for slots."""
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
    """When it last came into each state, in milliseconds since 1970-01-01 UTC; 0 for never."""
    vertices: list[Vertex] | None = None
    """The parts of its graph that are scheduled as one."""
    status_counts: dict[str, int] | None = None
    """How many vertices are in which state."""


class JobConfig(JobConfigViews, kw_only=True):
    """Configuration of a job's execution."""

    jid: str | None = None
    """Id of the job, 32 hexadecimal digits."""
    name: str | None = None
    """Name that it was submitted with."""
    execution_config: ExecutionConfig | None = None
    """How it is executed."""


class CheckpointConfig(CheckpointConfigViews, kw_only=True):
    """How checkpoints are made."""

    mode: str | None = None
    """exactly_once or at_least_once."""
    interval: int | None = None
    """Time from one to the next, in milliseconds; 9223372036854775807 for none."""
    timeout: int | None = None
    """Longest time for one, in milliseconds."""
    min_pause: int | None = None
    """Shortest time between two, in milliseconds."""
    max_concurrent: int | None = None
    """How many may be under way at once."""
    externalization: Externalization | None = None
    """What becomes of them at the end of the job."""
    state_backend: str | None = None
    """Java's name of what holds the state."""
    checkpoint_storage: str | None = None
    """Java's name of what stores checkpoints."""
    unaligned_checkpoints: bool | None = None
    """Whether barriers overtake data."""
    tolerable_failed_checkpoints: int | None = None
    """How many may fail in a row before the job does."""


class JobSummary(JobSummaryViews, kw_only=True):
    """A job as a listing has it."""

    jid: str | None = None
    """Id of the job, 32 hexadecimal digits."""
    name: str | None = None
    """Name that it was submitted with."""
    job_type: Literal["STREAMING", "BATCH"] | str | None = None
    """Its kind; not told by Flink 1.20."""
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
    """Its state. RUNNING says nothing of the tasks, which may still wait for slots."""
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


class RootException(RootExceptionViews, kw_only=True):
    """A failure that the job as a whole reacted to."""

    exception_name: str | None = None
    """Java's name of the exception."""
    stacktrace: str | None = None
    """Message and stack, then those of each cause after Caused by."""
    timestamp: int | None = None
    """When it happened, in milliseconds since 1970-01-01 UTC."""
    task_name: str | None = None
    """Task that failed; absent when the job failed as a whole."""
    endpoint: str | None = None
    """Host and port of the TaskManager."""
    task_manager_id: str | None = None
    """Id of the TaskManager."""
    failure_labels: dict[str, str] | None = None
    """Labels that failure enrichers gave."""
    concurrent_exceptions: list[ConcurrentException] | None = None
    """What failed because of it, or at the same time."""


class LatestCheckpoints(Model, kw_only=True):
    """The latest of each kind; null where there was none."""

    completed: Checkpoint | None = NULL
    """The latest completed checkpoint."""
    savepoint: Checkpoint | None = NULL
    """The latest completed savepoint."""
    failed: Checkpoint | None = NULL
    """The latest that failed."""
    restored: RestoredCheckpoint | None = NULL
    """What the job was restored from most lately."""


class AllocatedSlot(Model, kw_only=True):
    """A slot that a job occupies."""

    job_id: str | None = None
    """Id of the job, 32 hexadecimal digits."""
    resource: ResourceProfile | None = None
    """How much of the TaskManager the slot is."""
    assigned_tasks: int | None = None
    """How many tasks run in it; not told by Flink 1.20."""


class JobList(Model, kw_only=True):
    """Jobs, each with its state and times."""

    jobs: list[JobSummary] | None = None
    """The jobs."""


class Checkpoints(Model, kw_only=True):
    """Checkpoints of a job."""

    counts: CheckpointCounts | None = None
    """How many there were."""
    latest: LatestCheckpoints | None = None
    """The latest of each kind."""


class TaskManager(TaskManagerViews, kw_only=True):
    """A TaskManager."""

    id: str | None = None
    """Id of the TaskManager."""
    path: str | None = None
    """Address by which the JobManager calls it."""
    data_port: int | None = None
    """Port for the data between tasks."""
    time_since_last_heartbeat: int | None = None
    """Its last heartbeat, in milliseconds since 1970-01-01 UTC despite the name."""
    slots_number: int | None = None
    """How many slots it has."""
    free_slots: int | None = None
    """How many of them are free."""
    total_resource: ResourceProfile | None = None
    """All that it has."""
    free_resource: ResourceProfile | None = None
    """What no job occupies."""
    allocated_slots: list[AllocatedSlot] | None = None
    """The slots that jobs occupy; told where one TaskManager is asked for."""


class ExceptionHistory(Model, kw_only=True):
    """Failures, the latest first."""

    entries: list[RootException] | None = None
    """The failures."""
    truncated: bool | None = None
    """Whether there were more."""


class Exceptions(ExceptionsViews, kw_only=True):
    """Failures of a job."""

    exception_history: ExceptionHistory | None = None
    """The failures, the latest first."""
    root_exception: str | None = None
    """Stack of the latest failure; told by Flink 1.20 only."""
    timestamp: int | None = None
    """When that was, in milliseconds since 1970-01-01 UTC; told by Flink 1.20 only."""


class TaskManagerList(Model, kw_only=True):
    """The TaskManagers of a cluster."""

    taskmanagers: list[TaskManager] | None = None
    """The TaskManagers."""
