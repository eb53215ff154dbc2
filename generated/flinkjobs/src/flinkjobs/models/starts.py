# Generated from openapi.yaml; do not edit.
"""Models of the contract: starts."""

from __future__ import annotations

from typing import Literal

from flinkjobs._runtime.models.base import Model
from flinkjobs.models._derived import RestoreStrategyBase


class RestoreStrategy(RestoreStrategyBase, kw_only=True):
    """State that a job instance was started from."""

    kind: Literal["NONE", "LATEST_SAVEPOINT", "FROM_SAVEPOINT", "LATEST_STATE"] | str | None = None
    """Kind of start."""
    savepoint_id: str | None = None
    """Id of the savepoint, when kind is FROM_SAVEPOINT."""
    allow_non_restored_state: bool | None = None
    """Whether state that no operator claims may be dropped."""
    job_start_time_in_ms: int | None = None
    """Time from which sources are read, in milliseconds since 1970-01-01 UTC."""


class LocalVariable(Model, kw_only=True):
    """Value of one variable of the program."""

    name: str | None = None
    """Name of the variable."""
    value: str | None = None
    """Value put in its place."""
