# Generated from openapi.yaml; do not edit.
"""Models of the contract: deployments."""

from __future__ import annotations

from typing import Any, Literal

from flinkjobs._runtime.models.base import ADDITIONAL_PROPERTIES, Model
from flinkjobs.models._derived import DeploymentBase

from . import artifacts, logs, resources, starts


class DeleteDeploymentResponse(Model, kw_only=True):
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


class BriefDeploymentTarget(Model, kw_only=True):
    """Where a deployment is to run."""

    mode: Literal["PER_JOB", "SESSION"] | str | None = None
    """Whether each job instance has a cluster of its own (PER_JOB) or shares a session cluster (SESSION)."""
    name: str | None = None
    """Name of the resource queue or session cluster."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class JobSummary(Model, kw_only=True):
    """Numbers of job instances of a deployment, by state."""

    starting: int | None = None
    """Number of job instances that are starting."""
    running: int | None = None
    """Number of job instances that are running."""
    cancelling: int | None = None
    """Number of job instances that are being cancelled."""
    cancelled: int | None = None
    """Number of job instances that were cancelled."""
    failed: int | None = None
    """Number of job instances that failed."""
    finished: int | None = None
    """Number of job instances that finished."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class Deployment(DeploymentBase, kw_only=True):
    """A deployment, what a job is: its program, resources and settings. Each start makes a job instance of it. What only the service sets is ignored in requests."""

    deployment_id: str | None = None
    """Id of the deployment."""
    name: str | None = None
    """Name of the deployment, once in its namespace."""
    description: str | None = None
    """Readable description of the deployment."""
    workspace: str | None = None
    """Id of the workspace that holds the deployment."""
    namespace: str | None = None
    """Name of the namespace that holds the deployment."""
    execution_mode: Literal["STREAMING", "BATCH"] | str | None = None
    """Whether it processes a stream or a bounded batch; fixed when it is created."""
    engine_version: str | None = None
    """Version of the engine that is to run it."""
    deployment_target: BriefDeploymentTarget | None = None
    """Resource queue or session cluster that is to run it."""
    artifact: artifacts.Artifact | None = None
    """Program that it runs; its kind is fixed when the deployment is created."""
    streaming_resource_setting: resources.StreamingResourceSetting | None = None
    """Requested resources, in streaming mode."""
    batch_resource_setting: resources.BatchResourceSetting | None = None
    """Requested resources, in batch mode."""
    flink_conf: dict[str, Any] | None = None
    """Flink settings; a value may be of any JSON type."""
    logging: logs.Logging | None = None
    """Logging, with levels, template and retention."""
    local_variables: list[starts.LocalVariable] | None = None
    """Values put in place of the variables of the program."""
    labels: dict[str, Any] | None = None
    """Labels that it can be found by; a value may be of any JSON type."""
    job_summary: JobSummary | None = None
    """Numbers of its job instances, by state."""
    deployment_has_changed: bool | None = None
    """Whether it was changed after its latest job instance was started."""
    referenced_deployment_draft_id: str | None = None
    """Id of the draft that it was deployed from."""
    creator: str | None = None
    """Id of the account or user who created it."""
    creator_name: str | None = None
    """Name of the account or user who created it."""
    modifier: str | None = None
    """Id of the account or user who changed it last."""
    modifier_name: str | None = None
    """Name of the account or user who changed it last."""
    created_at: str | None = None
    """When it was created, in seconds since 1970-01-01 UTC, as a string."""
    modified_at: str | None = None
    """When it was last changed, in seconds since 1970-01-01 UTC, as a string."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class GetDeploymentResponse(Model, kw_only=True):
    """One deployment, in the envelope of every response of this API."""

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
    data: Deployment | None = None
    """The deployment; absent or empty after a failure."""


class FoundDeploymentsResponse(Model, kw_only=True):
    """All deployments that were asked for, in the envelope of every response of this API."""

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
    data: list[Deployment] | None = None
    """The deployments, newest first; empty after a failure."""


class ListDeploymentsResponse(Model, kw_only=True):
    """One page of deployments, in the envelope of every response of this API."""

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
    """Number of deployments on a full page."""
    total_size: int | None = None
    """Number of deployments on all pages together."""
    data: list[Deployment] | None = None
    """The deployments of this page, in the requested order; empty after a failure."""
