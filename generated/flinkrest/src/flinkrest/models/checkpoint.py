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
    """All that were begun."""
    in_progress: int | None = None
    """Those under way."""
    completed: int | None = None
    """Those completed."""
    failed: int | None = None
    """Those that failed."""


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
    """When it was begun, in milliseconds since 1970-01-01 UTC."""
    checkpoint_type: (
        Literal["CHECKPOINT", "UNALIGNED_CHECKPOINT", "SAVEPOINT", "SYNC_SAVEPOINT"] | str | None
    ) = None
    """Its kind; SYNC_SAVEPOINT is the savepoint that a job is stopped with."""
    external_path: str | None = None
    """Where it lies."""
    failure_message: str | None = None
    """Why it failed."""


class RestoredCheckpoint(RestoredCheckpointBase, kw_only=True):
    """What a job was restored from."""

    id: int | None = None
    """Number of the checkpoint."""
    restore_timestamp: int | None = None
    """When that was, in milliseconds since 1970-01-01 UTC."""
    is_savepoint: bool | None = None
    """Whether it is a savepoint."""
    external_path: str | None = None
    """Where it lies."""


class Externalization(ExternalizationBase, kw_only=True):
    """What becomes of checkpoints at the end of a job."""

    enabled: bool | None = None
    """Whether they outlive the job."""
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
    """What the job was restored from most lately."""


class CheckpointConfig(CheckpointConfigBase, kw_only=True):
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


class Checkpoints(Model, kw_only=True):
    """Checkpoints of a job."""

    counts: CheckpointCounts | None = None
    """How many there were."""
    latest: LatestCheckpoints | None = None
    """The latest of each kind."""
