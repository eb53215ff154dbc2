# Generated from openapi.yaml; do not edit.
"""Derived properties of models: aware times, decoded values, short names."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from .._runtime.models.base import Model
from .._runtime.models.derived import decode_embedded, to_datetime

if TYPE_CHECKING:
    from . import (
        artifacts,
        deployments,
        resources,
        savepoints,
        statements,
        states,
        targets,
    )


class JobBase(Model):
    """Derived properties of Job."""

    if TYPE_CHECKING:
        start_time: int | None
        end_time: int | None
        created_at: str | None
        modified_at: str | None
        status: states.JobStatus | None

    @property
    def start_time_utc(self) -> datetime | None:
        """`start_time` as an aware time."""
        return to_datetime(self.start_time, 1)

    @property
    def end_time_utc(self) -> datetime | None:
        """`end_time` as an aware time."""
        return to_datetime(self.end_time, 1)

    @property
    def created_at_utc(self) -> datetime | None:
        """`created_at` as an aware time."""
        return to_datetime(self.created_at, 1)

    @property
    def modified_at_utc(self) -> datetime | None:
        """`modified_at` as an aware time."""
        return to_datetime(self.modified_at, 1)

    @property
    def duration(self) -> timedelta | None:
        """Time from `start_time_utc` to `end_time_utc`; None while either is absent."""
        start, end = self.start_time_utc, self.end_time_utc
        return None if start is None or end is None else end - start

    @property
    def state(
        self,
    ) -> (
        Literal["STARTING", "RUNNING", "CANCELLING", "FAILED", "CANCELLED", "FINISHED"] | str | None
    ):
        """State of the job instance.

        `status.current_job_status`, or None when any part of this path is absent.
        """
        status = self.status
        return None if status is None else status.current_job_status

    @property
    def failure(self) -> states.JobFailure | None:
        """Why it failed.

        `status.failure`, or None when any part of this path is absent.
        """
        status = self.status
        return None if status is None else status.failure

    @property
    def reason(self) -> str | None:
        """Short name of the cause.

        `status.failure.reason`, or None when any part of this path is absent.
        """
        status = self.status
        failure = None if status is None else status.failure
        return None if failure is None else failure.reason

    @property
    def restarts(self) -> int | None:
        """Number of times that Flink restarted it.

        `status.running.observed_flink_job_restarts`, or None when any part of this path is
        absent.
        """
        status = self.status
        running = None if status is None else status.running
        return None if running is None else running.observed_flink_job_restarts


class JobStatusBase(Model):
    """Wire names of JobStatus."""


class JobFailureBase(Model):
    """Derived properties of JobFailure."""

    if TYPE_CHECKING:
        failed_at: int | None

    @property
    def failed_at_utc(self) -> datetime | None:
        """`failed_at` as an aware time."""
        return to_datetime(self.failed_at, 1)


class ExpertResourceSettingBase(Model):
    """Derived properties of ExpertResourceSetting."""

    if TYPE_CHECKING:
        resource_plan: str | None

    @property
    def parsed_resource_plan(self) -> resources.ResourcePlan | None:
        """`resource_plan`, decoded from its string; ValueError when that is invalid."""
        from .resources import ResourcePlan

        return decode_embedded(self.resource_plan, ResourcePlan, (1, 2))


class RestoreRequestBase(Model):
    """Derived properties of RestoreRequest."""

    if TYPE_CHECKING:
        job_start_time_in_ms: int | None

    @property
    def job_start_time_utc(self) -> datetime | None:
        """`job_start_time_in_ms` as an aware time."""
        return to_datetime(self.job_start_time_in_ms, 1000)


class RestoreStrategyBase(Model):
    """Derived properties of RestoreStrategy."""

    if TYPE_CHECKING:
        job_start_time_in_ms: int | None

    @property
    def job_start_time_utc(self) -> datetime | None:
        """`job_start_time_in_ms` as an aware time."""
        return to_datetime(self.job_start_time_in_ms, 1000)


class RefusalBase(Model, rename="pascal"):
    """Wire names of Refusal."""


class AccessDeniedDetailBase(Model, rename="pascal"):
    """Wire names of AccessDeniedDetail."""


class DeploymentBase(Model):
    """Derived properties of Deployment."""

    if TYPE_CHECKING:
        created_at: str | None
        modified_at: str | None
        deployment_target: deployments.BriefDeploymentTarget | None
        artifact: artifacts.Artifact | None

    @property
    def created_at_utc(self) -> datetime | None:
        """`created_at` as an aware time."""
        return to_datetime(self.created_at, 1)

    @property
    def modified_at_utc(self) -> datetime | None:
        """`modified_at` as an aware time."""
        return to_datetime(self.modified_at, 1)

    @property
    def kind(self) -> Literal["SQLSCRIPT", "JAR", "PYTHON", "CDCYAML"] | str | None:
        """Kind of program.

        `artifact.kind`, or None when any part of this path is absent.
        """
        artifact = self.artifact
        return None if artifact is None else artifact.kind

    @property
    def target_name(self) -> str | None:
        """Name of the resource queue or session cluster.

        `deployment_target.name`, or None when any part of this path is absent.
        """
        deployment_target = self.deployment_target
        return None if deployment_target is None else deployment_target.name


class VariableBase(Model):
    """Wire names of Variable."""


class DeploymentTargetBase(Model):
    """Derived properties of DeploymentTarget."""

    if TYPE_CHECKING:
        quota: targets.ResourceQuota | None

    @property
    def limit_cpu(self) -> float | None:
        """Number of CPU cores.

        `quota.limit.cpu`, or None when any part of this path is absent.
        """
        quota = self.quota
        limit = None if quota is None else quota.limit
        return None if limit is None else limit.cpu

    @property
    def limit_memory(self) -> str | None:
        """Amount of memory, with its unit.

        `quota.limit.memory`, or None when any part of this path is absent.
        """
        quota = self.quota
        limit = None if quota is None else quota.limit
        return None if limit is None else limit.memory


class EngineVersionIndexBase(Model):
    """Wire names of EngineVersionIndex."""


class EventBase(Model):
    """Derived properties of Event."""

    if TYPE_CHECKING:
        created_at: str | None

    @property
    def created_at_utc(self) -> datetime | None:
        """`created_at` as an aware time."""
        return to_datetime(self.created_at, 1)


class SavepointBase(Model):
    """Derived properties of Savepoint."""

    if TYPE_CHECKING:
        created_at: int | None
        modified_at: int | None
        status: savepoints.SavepointStatus | None

    @property
    def created_at_utc(self) -> datetime | None:
        """`created_at` as an aware time."""
        return to_datetime(self.created_at, 1)

    @property
    def modified_at_utc(self) -> datetime | None:
        """`modified_at` as an aware time."""
        return to_datetime(self.modified_at, 1)

    @property
    def state(self) -> Literal["STARTED", "COMPLETED", "FAILED"] | str | None:
        """State of the savepoint.

        `status.state`, or None when any part of this path is absent.
        """
        status = self.status
        return None if status is None else status.state

    @property
    def failure(self) -> savepoints.SavepointFailure | None:
        """Why it failed.

        `status.failure`, or None when any part of this path is absent.
        """
        status = self.status
        return None if status is None else status.failure

    @property
    def reason(self) -> str | None:
        """Short name of the cause.

        `status.failure.reason`, or None when any part of this path is absent.
        """
        status = self.status
        failure = None if status is None else status.failure
        return None if failure is None else failure.reason


class SqlValidationBase(Model):
    """Derived properties of SqlValidation."""

    if TYPE_CHECKING:
        error_details: statements.SqlError | None

    @property
    def line(self) -> str | None:
        """Line in which the error starts, as a string.

        `error_details.line_number`, or None when any part of this path is absent.
        """
        error_details = self.error_details
        return None if error_details is None else error_details.line_number

    @property
    def column(self) -> str | None:
        """Column at which the error starts, as a string.

        `error_details.column_number`, or None when any part of this path is absent.
        """
        error_details = self.error_details
        return None if error_details is None else error_details.column_number

    @property
    def error(self) -> str | None:
        """The error in one line.

        `error_details.message`, or None when any part of this path is absent.
        """
        error_details = self.error_details
        return None if error_details is None else error_details.message


class SavepointStatusBase(Model):
    """Wire names of SavepointStatus."""


class SavepointFailureBase(Model):
    """Derived properties of SavepointFailure."""

    if TYPE_CHECKING:
        failed_at: int | None

    @property
    def failed_at_utc(self) -> datetime | None:
        """`failed_at` as an aware time."""
        return to_datetime(self.failed_at, 1)
