# Generated from openapi.yaml; do not edit.
"""Models of the contract: targets."""

from __future__ import annotations

from flinkjobs._runtime.models.base import Model
from flinkjobs.models._derived import DeploymentTargetBase


class ResourceAmount(Model, kw_only=True):
    """An amount of resources."""

    cpu: float | None = None
    """Number of CPU cores."""
    memory: str | None = None
    """Amount of memory, with its unit."""


class ResourceQuota(Model, kw_only=True):
    """Resources of a deployment target."""

    limit: ResourceAmount | None = None
    """The most that its jobs may use together."""
    request: ResourceAmount | None = None
    """What its jobs have asked for."""
    used: ResourceAmount | None = None
    """What its jobs use."""


class DeploymentTarget(DeploymentTargetBase, kw_only=True):
    """A resource queue or session cluster that deployments run on."""

    name: str | None = None
    """Name of the resource queue or session cluster."""
    namespace: str | None = None
    """Name of the namespace that may use it."""
    quota: ResourceQuota | None = None
    """Resources of it; absent where it has no limit of its own."""


class ListDeploymentTargetsResponse(Model, kw_only=True):
    """One page of deployment targets, in the envelope of every response of this API."""

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
    """Number of deployment targets on a full page."""
    total_size: int | None = None
    """Number of deployment targets on all pages together."""
    data: list[DeploymentTarget] | None = None
    """The deployment targets of this page, the default one first; empty after a failure."""
