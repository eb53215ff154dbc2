# Generated from openapi.yaml; do not edit.
"""Models of the contract: states."""

from __future__ import annotations

from typing import Literal

from flinkjobs._runtime.models.base import Model
from flinkjobs.models._derived import JobFailureBase, JobStatusBase


class RunningStatus(Model, kw_only=True):
    """Information from Flink about a running job instance."""

    observed_flink_job_status: str | None = None
    """State as reported by Flink."""
    observed_flink_job_restarts: int | None = None
    """Number of times that Flink restarted it."""


class JobFailure(JobFailureBase, kw_only=True):
    """Why and when a job instance failed."""

    reason: str | None = None
    """Short name of the cause."""
    message: str | None = None
    """Readable description; may quote data of the job."""
    failed_at: int | None = None
    """When it failed, in seconds since 1970-01-01 UTC."""


class JobStatus(JobStatusBase, kw_only=True):
    """State of a job instance, with what is known about it."""

    current_job_status: (
        Literal["STARTING", "RUNNING", "CANCELLING", "FAILED", "CANCELLED", "FINISHED"] | str | None
    ) = None
    """State of the job instance."""
    running: RunningStatus | None = None
    """Information from Flink while it runs."""
    failure: JobFailure | None = None
    """Why it failed."""
    risk_level: str | None = None
    """Risk level, as judged by the service; may be empty."""
    health_score: int | None = None
    """Health, as judged by the service."""
