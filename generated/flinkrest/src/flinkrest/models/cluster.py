# Generated from flink-rest.yaml; do not edit.
"""Models of the contract: cluster."""

from __future__ import annotations

from flinkrest._runtime.models.base import Model
from flinkrest.models._derived import DashboardBase, FeaturesBase, OverviewBase


class Refusal(Model, kw_only=True):
    """Error messages."""

    errors: list[str] | None = None
    """Messages, each with the stack of calls after its first line."""


class Overview(OverviewBase, kw_only=True):
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


class Features(FeaturesBase, kw_only=True):
    """Enabled features of the dashboard."""

    web_submit: bool | None = None
    """Whether jobs can be submitted."""
    web_cancel: bool | None = None
    """Whether jobs can be cancelled."""
    web_history: bool | None = None
    """Whether this is a history server."""


class Setting(Model, kw_only=True):
    """One setting."""

    key: str | None = None
    """Key of the setting, such as parallelism.default."""
    value: str | None = None
    """Its value."""


class Dashboard(DashboardBase, kw_only=True):
    """Settings of Flink's dashboard."""

    refresh_interval: int | None = None
    """Refresh interval, in milliseconds."""
    flink_version: str | None = None
    """Version of Flink, such as 2.3.0."""
    flink_revision: str | None = None
    """Revision that Flink was built from, with its time."""
    features: Features | None = None
    """Enabled features."""
