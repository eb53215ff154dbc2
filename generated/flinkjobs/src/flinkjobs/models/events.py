# Generated from openapi.yaml; do not edit.
"""Models of the contract: events."""

from __future__ import annotations

from typing import Literal

from flinkjobs._runtime.models.base import Model
from flinkjobs.models._derived import EventBase


class Event(EventBase, kw_only=True):
    """Something that happened to a deployment, a job instance, a savepoint or a variable."""

    event_id: str | None = None
    """Id of the event."""
    event_name: (
        Literal[
            "DEPLOYMENT_CREATED",
            "DEPLOYMENT_UPDATED",
            "DEPLOYMENT_DELETED",
            "JOB_START_REQUESTED",
            "JOB_STOP_REQUESTED",
            "JOB_DELETED",
            "STATE_TRANSITION_IS_COMPLETED",
            "SAVEPOINT_REQUESTED",
            "SAVEPOINT_COMPLETED",
            "SAVEPOINT_FAILED",
            "SAVEPOINT_DELETED",
            "VARIABLE_CREATED",
            "VARIABLE_UPDATED",
            "VARIABLE_DELETED",
        ]
        | str
        | None
    ) = None
    """Kind of the event."""
    message: str | None = None
    """What happened, by whom or for which reason."""
    deployment_id: str | None = None
    """Id of the deployment that it is of, if it is of one."""
    job_id: str | None = None
    """Id of the job instance that it is of, if it is of one."""
    workspace: str | None = None
    """Id of the workspace."""
    namespace: str | None = None
    """Name of the namespace."""
    created_at: str | None = None
    """When it happened, in seconds since 1970-01-01 UTC, as a string."""


class GetEventsResponse(Model, kw_only=True):
    """One page of events, in the envelope of every response of this API."""

    request_id: str | None = None
    """Id of the request, to quote when asking for help."""
    success: bool | None = None
    """Whether the operation succeeded."""
    http_code: int | None = None
    """Always 200 once the operation was reached; success says whether it succeeded."""
    error_code: str | None = None
    """Code of the business failure; empty, or a string of two quotes, when there is none."""
    error_message: str | None = None
    """Error message; empty, or a string of two quotes, on success."""
    page_index: int | None = None
    """Number of this page, counted from 1."""
    page_size: int | None = None
    """Number of events on a full page."""
    total_size: int | None = None
    """Number of events on all pages together."""
    data: list[Event] | None = None
    """The events of this page, newest first; empty after a failure."""
