# Generated from openapi.yaml; do not edit.
"""Models of the contract: jobs."""

from __future__ import annotations

from typing import Any, Literal

from flinkjobs._runtime.models.base import Model
from flinkjobs.models._derived import JobBase

from . import artifacts, logs, metrics, resources, starts, states


class DeleteJobResponse(Model, kw_only=True):
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


class GetLatestJobStartLogResponse(Model, kw_only=True):
    """A log, in the envelope of every response of this API."""

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
    data: str | None = None
    """The log, one line for each step; absent or empty after a failure."""


class StopJobRequest(Model, kw_only=True):
    """How a job instance is stopped."""

    stop_strategy: Literal["NONE", "STOP_WITH_SAVEPOINT", "STOP_WITH_DRAIN"] | str
    """At once (NONE); after a savepoint (STOP_WITH_SAVEPOINT); or after a savepoint that has drained the sources, which ends the job for good (STOP_WITH_DRAIN)."""


class Job(JobBase, kw_only=True):
    """A job instance, one run of a deployed job. Every field may be absent."""

    job_id: str | None = None
    """Id of the job instance."""
    deployment_id: str | None = None
    """Id of the deployed job that it is an instance of."""
    deployment_name: str | None = None
    """Name of the deployed job."""
    workspace: str | None = None
    """Id of the workspace that holds it."""
    namespace: str | None = None
    """Name of the namespace that holds it."""
    execution_mode: Literal["STREAMING", "BATCH"] | str | None = None
    """Whether it processes a stream or a bounded batch."""
    creator: str | None = None
    """Id of the account or user who started it."""
    creator_name: str | None = None
    """Name of the account or user who started it."""
    modifier: str | None = None
    """Id of the account or user who changed it last."""
    modifier_name: str | None = None
    """Name of the account or user who changed it last."""
    start_time: int | None = None
    """When it started, in seconds since 1970-01-01 UTC."""
    end_time: int | None = None
    """When it ended, in seconds since 1970-01-01 UTC."""
    engine_version: str | None = None
    """Version of the engine that runs it."""
    flink_conf: dict[str, Any] | None = None
    """Flink settings in force; a value may be of any JSON type."""
    user_flink_conf: dict[str, Any] | None = None
    """Flink settings that a user gave; a value may be of any JSON type."""
    status: states.JobStatus | None = None
    """State of the job instance, with what is known about it."""
    metric: metrics.JobMetric | None = None
    """Resources that it holds."""
    session_cluster_name: str | None = None
    """Name of the session cluster that runs it; absent, or the string null, when it has a cluster of its own."""
    artifact: artifacts.Artifact | None = None
    """Program that it runs."""
    logging: logs.Logging | None = None
    """Logging, with levels, template and retention."""
    batch_resource_setting: resources.BatchResourceSetting | None = None
    """Requested resources, in batch mode."""
    streaming_resource_setting: resources.StreamingResourceSetting | None = None
    """Requested resources, in streaming mode."""
    restore_strategy: starts.RestoreStrategy | None = None
    """State that it was started from."""
    local_variables: list[starts.LocalVariable] | None = None
    """Values put in place of the variables of the program."""
    created_at: str | None = None
    """When its record was created, in seconds since 1970-01-01 UTC, as a string."""
    modified_at: str | None = None
    """When its record was last changed, in seconds since 1970-01-01 UTC, as a string."""


class ListJobsResponse(Model, kw_only=True):
    """One page of job instances, in the envelope of every response of this API."""

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
    access_denied_detail: str | None = None
    """Reason why access was denied."""
    page_index: int | None = None
    """Number of this page, counted from 1."""
    page_size: int | None = None
    """Number of job instances on a full page."""
    total_size: int | None = None
    """Number of job instances on all pages together."""
    data: list[Job] | None = None
    """The job instances of this page, in the requested order; empty after a failure."""


class GetJobResponse(Model, kw_only=True):
    """One job instance, in the envelope of every response of this API."""

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
    access_denied_detail: str | None = None
    """Reason why access was denied."""
    data: Job | None = None
    """The job instance; absent or empty after a failure."""
