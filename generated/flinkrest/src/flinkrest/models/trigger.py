# Generated from flink-rest.yaml; do not edit.
"""Models of the contract: trigger."""

from __future__ import annotations

from typing import Literal

from flinkrest._runtime.models.base import Model
from flinkrest.models._derived import (
    DisposalRequestBase,
    FailureCauseBase,
    SavepointRequestBase,
    TriggerBase,
    TriggerOutcomeBase,
)


class StopRequest(Model, kw_only=True):
    """How to stop a job."""

    target_directory: str | None = None
    """Directory that the savepoint is written to."""
    drain: bool | None = None
    """Whether all windows are closed first."""
    format_type: Literal["CANONICAL", "NATIVE"] | str | None = None
    """Format of the savepoint."""
    trigger_id: str | None = None
    """Id that the operation is to have."""


class SavepointRequest(SavepointRequestBase, kw_only=True):
    """How to take a savepoint."""

    target_directory: str | None = None
    """Directory that the savepoint is written to."""
    format_type: Literal["CANONICAL", "NATIVE"] | str | None = None
    """Format of the savepoint."""
    trigger_id: str | None = None
    """Id that the operation is to have."""


class DisposalRequest(DisposalRequestBase, kw_only=True):
    """Which savepoint to delete."""

    savepoint_path: str
    """Path of the savepoint."""


class Trigger(TriggerBase, kw_only=True):
    """An operation that has begun."""

    request_id: str | None = None
    """Id of the operation, 32 hexadecimal digits."""


class TriggerStatus(Model, kw_only=True):
    """State of an operation."""

    id: str | None = None
    """IN_PROGRESS or COMPLETED."""


class FailureCause(FailureCauseBase, kw_only=True):
    """Why an operation failed."""

    class_: str | None = None
    """Java class of the exception."""
    stack_trace: str | None = None
    """Message and stack, then those of each cause after Caused by."""


class TriggerOutcome(TriggerOutcomeBase, kw_only=True):
    """The result of an operation."""

    location: str | None = None
    """Path of the savepoint; absent after a failure."""
    failure_cause: FailureCause | None = None
    """Why it failed."""


class TriggerResult(Model, kw_only=True):
    """How far an operation is."""

    status: TriggerStatus | None = None
    """Whether it has ended."""
    operation: TriggerOutcome | None = None
    """Its result; null before its end."""
