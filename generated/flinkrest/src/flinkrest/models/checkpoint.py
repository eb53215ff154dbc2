# Generated from flink-rest.yaml; do not edit.
"""Models of the contract: checkpoint."""

from __future__ import annotations

from typing import Literal

from flinkrest._runtime.models.base import NULL, Model
from flinkrest.models._derived import (
    CheckpointBase,
    CheckpointConfigBase,
    CheckpointCountsBase,
    ExternalizationBase,
    RestoredCheckpointBase,
)


class CheckpointCounts(CheckpointCountsBase, kw_only=True):
    """How many checkpoints there were, savepoints included."""

    restored: int | None = None
    """How often the job was restored."""
    total: int | None = None
    """All checkpoints that were started."""
    in_progress: int | None = None
    """Checkpoints in progress."""
    completed: int | None = None
    """Completed checkpoints."""
    failed: int | None = None
    """Failed checkpoints."""


class Checkpoint(CheckpointBase, kw_only=True):
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
    """When it was started, in milliseconds since 1970-01-01 UTC."""
    checkpoint_type: (
        Literal["CHECKPOINT", "UNALIGNED_CHECKPOINT", "SAVEPOINT", "SYNC_SAVEPOINT"] | str | None
    ) = None
    """Its kind; SYNC_SAVEPOINT is the savepoint that a job is stopped with."""
    external_path: str | None = None
    """Path of its files."""
    failure_message: str | None = None
    """Why it failed."""


class RestoredCheckpoint(RestoredCheckpointBase, kw_only=True):
    """Checkpoint or savepoint that a job was restored from."""

    id: int | None = None
    """Number of the checkpoint."""
    restore_timestamp: int | None = None
    """Time of the restore, in milliseconds since 1970-01-01 UTC."""
    is_savepoint: bool | None = None
    """Whether it is a savepoint."""
    external_path: str | None = None
    """Path of its files."""


class Externalization(ExternalizationBase, kw_only=True):
    """Retention of checkpoints after the end of a job."""

    enabled: bool | None = None
    """Whether checkpoints are kept after the end of the job."""
    delete_on_cancellation: bool | None = None
    """Whether they are removed when the job is cancelled."""


class LatestCheckpoints(Model, kw_only=True):
    """The latest of each kind; null where there was none."""

    completed: Checkpoint | None = NULL
    """The latest completed checkpoint."""
    savepoint: Checkpoint | None = NULL
    """The latest completed savepoint."""
    failed: Checkpoint | None = NULL
    """The latest that failed."""
    restored: RestoredCheckpoint | None = NULL
    """Checkpoint or savepoint that the job was last restored from."""


class CheckpointConfig(CheckpointConfigBase, kw_only=True):
    """Configuration of a job's checkpoints."""

    mode: str | None = None
    """exactly_once or at_least_once."""
    interval: int | None = None
    """Interval between checkpoints, in milliseconds; 9223372036854775807 for none."""
    timeout: int | None = None
    """Timeout of a checkpoint, in milliseconds."""
    min_pause: int | None = None
    """Minimum pause between checkpoints, in milliseconds."""
    max_concurrent: int | None = None
    """Maximum number of concurrent checkpoints."""
    externalization: Externalization | None = None
    """Retention after the end of the job."""
    state_backend: str | None = None
    """Java class of the state backend."""
    checkpoint_storage: str | None = None
    """Java class of the checkpoint storage."""
    unaligned_checkpoints: bool | None = None
    """Whether checkpoints are unaligned; their barriers overtake data."""
    tolerable_failed_checkpoints: int | None = None
    """Number of consecutive failed checkpoints before the job fails."""


class Checkpoints(Model, kw_only=True):
    """Checkpoints of a job."""

    counts: CheckpointCounts | None = None
    """How many there were."""
    latest: LatestCheckpoints | None = None
    """The latest of each kind."""
