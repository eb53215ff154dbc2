# Generated from flink-rest.yaml; do not edit.
"""Derived properties of models: aware times, decoded values, short names."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from .._runtime.models.base import Model
from .._runtime.models.derived import to_datetime


class OverviewBase(Model, rename="kebab"):
    """Wire names of Overview."""


class DashboardBase(Model, rename="kebab"):
    """Wire names of Dashboard."""


class FeaturesBase(Model, rename="kebab"):
    """Wire names of Features."""


class JobSummaryBase(
    Model,
    rename={
        "job_type": "jobType",
        "start_time": "start-time",
        "end_time": "end-time",
        "last_modification": "last-modification",
    },
):
    """Derived properties of JobSummary."""

    if TYPE_CHECKING:
        start_time: int | None
        last_modification: int | None

    @property
    def start_time_utc(self) -> datetime | None:
        """`start_time` as an aware time."""
        return to_datetime(self.start_time, 1000)

    @property
    def last_modification_utc(self) -> datetime | None:
        """`last_modification` as an aware time."""
        return to_datetime(self.last_modification, 1000)


class JobBase(
    Model,
    rename={
        "is_stoppable": "isStoppable",
        "job_type": "job-type",
        "start_time": "start-time",
        "end_time": "end-time",
        "max_parallelism": "maxParallelism",
        "status_counts": "status-counts",
    },
):
    """Derived properties of Job."""

    if TYPE_CHECKING:
        start_time: int | None
        now: int | None

    @property
    def start_time_utc(self) -> datetime | None:
        """`start_time` as an aware time."""
        return to_datetime(self.start_time, 1000)

    @property
    def now_utc(self) -> datetime | None:
        """`now` as an aware time."""
        return to_datetime(self.now, 1000)


class VertexBase(
    Model,
    rename={
        "max_parallelism": "maxParallelism",
        "start_time": "start-time",
        "end_time": "end-time",
    },
):
    """Wire names of Vertex."""


class JobConfigBase(Model, rename="kebab"):
    """Wire names of JobConfig."""


class ExecutionConfigBase(Model, rename="kebab"):
    """Wire names of ExecutionConfig."""


class ExceptionsBase(
    Model, rename={"exception_history": "exceptionHistory", "root_exception": "root-exception"}
):
    """Wire names of Exceptions."""


class RootExceptionBase(Model):
    """Derived properties of RootException."""

    if TYPE_CHECKING:
        timestamp: int | None

    @property
    def time_utc(self) -> datetime | None:
        """`timestamp` as an aware time."""
        return to_datetime(self.timestamp, 1000)


class ConcurrentExceptionBase(Model):
    """Derived properties of ConcurrentException."""

    if TYPE_CHECKING:
        timestamp: int | None

    @property
    def time_utc(self) -> datetime | None:
        """`timestamp` as an aware time."""
        return to_datetime(self.timestamp, 1000)


class CheckpointCountsBase(Model, rename=None):
    """Wire names of CheckpointCounts."""


class CheckpointBase(Model, rename={"savepoint_format": "savepointFormat"}):
    """Derived properties of Checkpoint."""

    if TYPE_CHECKING:
        trigger_timestamp: int | None

    @property
    def trigger_time_utc(self) -> datetime | None:
        """`trigger_timestamp` as an aware time."""
        return to_datetime(self.trigger_timestamp, 1000)


class RestoredCheckpointBase(Model, rename=None):
    """Derived properties of RestoredCheckpoint."""

    if TYPE_CHECKING:
        restore_timestamp: int | None

    @property
    def restore_time_utc(self) -> datetime | None:
        """`restore_timestamp` as an aware time."""
        return to_datetime(self.restore_timestamp, 1000)


class CheckpointConfigBase(Model, rename=None):
    """Wire names of CheckpointConfig."""


class ExternalizationBase(Model, rename=None):
    """Wire names of Externalization."""


class TaskManagerBase(Model):
    """Derived properties of TaskManager."""

    if TYPE_CHECKING:
        time_since_last_heartbeat: int | None

    @property
    def last_heartbeat_utc(self) -> datetime | None:
        """`time_since_last_heartbeat` as an aware time."""
        return to_datetime(self.time_since_last_heartbeat, 1000)


class JarBase(Model):
    """Derived properties of Jar."""

    if TYPE_CHECKING:
        uploaded: int | None

    @property
    def uploaded_utc(self) -> datetime | None:
        """`uploaded` as an aware time."""
        return to_datetime(self.uploaded, 1000)


class SavepointRequestBase(
    Model,
    rename={
        "target_directory": "target-directory",
        "format_type": "formatType",
        "trigger_id": "triggerId",
    },
):
    """Wire names of SavepointRequest."""


class DisposalRequestBase(Model, rename="kebab"):
    """Wire names of DisposalRequest."""


class TriggerBase(Model, rename="kebab"):
    """Wire names of Trigger."""


class TriggerOutcomeBase(Model, rename="kebab"):
    """Wire names of TriggerOutcome."""


class FailureCauseBase(Model, rename={"class_": "class", "stack_trace": "stack-trace"}):
    """Wire names of FailureCause."""
