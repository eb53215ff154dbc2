# Generated from openapi.yaml; do not edit.
"""Models of the contract: savepoints."""

from __future__ import annotations

from typing import Literal

from flinkjobs._runtime.models.base import Model
from flinkjobs.models._derived import SavepointBase, SavepointFailureBase, SavepointStatusBase


class CreateSavepointRequest(Model, kw_only=True):
    """Deployment whose running job instance a savepoint is taken of."""

    deployment_id: str
    """Id of the deployment."""
    description: str | None = None
    """Readable description of the savepoint."""
    native_format: bool | None = None
    """Whether the savepoint has the native format of its state backend, which is quicker and smaller but bound to it; false, the default, is the canonical format."""


class DeleteSavepointResponse(Model, kw_only=True):
    """The envelope of every response of this API, without data."""

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


class SavepointFailure(SavepointFailureBase, kw_only=True):
    """Why and when a savepoint failed."""

    reason: str | None = None
    """Short name of the cause."""
    message: str | None = None
    """Readable description."""
    failed_at: int | None = None
    """When it failed, in seconds since 1970-01-01 UTC."""


class SavepointStatus(SavepointStatusBase, kw_only=True):
    """Whether a savepoint is complete, and why not."""

    state: Literal["STARTED", "COMPLETED", "FAILED"] | str | None = None
    """State of the savepoint."""
    failure: SavepointFailure | None = None
    """Why it failed."""


class Savepoint(SavepointBase, kw_only=True):
    """Consistent copy of the state of a job instance, from which others can start."""

    savepoint_id: str | None = None
    """Id of the savepoint."""
    deployment_id: str | None = None
    """Id of the deployment whose state it holds."""
    job_id: str | None = None
    """Id of the job instance whose state it holds."""
    namespace: str | None = None
    """Name of the namespace that holds it."""
    description: str | None = None
    """Readable description of the savepoint."""
    status: SavepointStatus | None = None
    """Whether it is complete, and why not."""
    savepoint_location: str | None = None
    """URL of its files, once it is complete."""
    savepoint_origin: (
        Literal["USER_REQUEST", "STOP_WITH_SAVEPOINT", "RETAINED_CHECKPOINT", "AUTO_TRIGGERED"]
        | str
        | None
    ) = None
    """Why it exists: a caller took it (USER_REQUEST), a stop took it (STOP_WITH_SAVEPOINT), the service retained a checkpoint (RETAINED_CHECKPOINT) or took it by itself (AUTO_TRIGGERED)."""
    native_format: bool | None = None
    """Whether it has the native format of its state backend."""
    stop_with_drain_enabled: bool | None = None
    """Whether the stop that took it drained the sources first."""
    created_at: int | None = None
    """When it was asked for, in seconds since 1970-01-01 UTC."""
    modified_at: int | None = None
    """When its state last changed, in seconds since 1970-01-01 UTC."""


class ListSavepointsResponse(Model, kw_only=True):
    """One page of savepoints, in the envelope of every response of this API."""

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
    """Number of savepoints on a full page."""
    total_size: int | None = None
    """Number of savepoints on all pages together."""
    data: list[Savepoint] | None = None
    """The savepoints of this page, newest first; empty after a failure."""


class GetSavepointResponse(Model, kw_only=True):
    """One savepoint, in the envelope of every response of this API."""

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
    data: Savepoint | None = None
    """The savepoint; absent or empty after a failure."""
