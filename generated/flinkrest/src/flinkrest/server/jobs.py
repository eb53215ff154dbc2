# Generated from flink-rest.yaml; do not edit.
"""The service interface of jobs, which a server implements."""

from typing import Any, Literal

from msgspec import Struct

from .._runtime.server.service_api import ServiceCall, Success, operation_not_implemented
from ..models import CheckpointConfig, Checkpoints, Exceptions, Job, JobConfig, JobList, Trigger
from ..operations import CancelJobResult, ListJobSettingsResult, ListMetricsResult, StopJobBody

__all__ = [
    "Jobs",
    "ListJobsParameters",
    "GetJobParameters",
    "CancelJobParameters",
    "GetConfigParameters",
    "ListJobSettingsParameters",
    "GetExceptionsParameters",
    "GetCheckpointsParameters",
    "GetCheckpointConfigParameters",
    "ListMetricsParameters",
    "StopJobParameters",
]


class ListJobsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListJobs, validated against the contract."""


class GetJobParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetJob, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""


class CancelJobParameters(Struct, frozen=True, kw_only=True):
    """The parameters of CancelJob, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""
    mode: Literal["cancel"]
    """What to do with the job."""


class GetConfigParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetConfig, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""


class ListJobSettingsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListJobSettings, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""


class GetExceptionsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetExceptions, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""
    max_exceptions: int | None = None
    """Maximum number of failures."""


class GetCheckpointsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetCheckpoints, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""


class GetCheckpointConfigParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetCheckpointConfig, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""


class ListMetricsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListMetrics, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""
    get: str | None = None
    """Names of metrics, separated by commas."""


class StopJobParameters(Struct, frozen=True, kw_only=True):
    """The parameters of StopJob, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""
    body: StopJobBody
    """Directory and format of the savepoint."""


class Jobs:
    """The jobs that the JobManager knows, running and recently ended ones."""

    async def list_jobs(self, call: ServiceCall, parameters: ListJobsParameters) -> JobList | bytes:
        """List all jobs with their states and times.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_job(self, call: ServiceCall, parameters: GetJobParameters) -> Job | bytes:
        """Get a job, with its state and the time of each state.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def cancel_job(
        self, call: ServiceCall, parameters: CancelJobParameters
    ) -> CancelJobResult | bytes:
        """Cancel a job, without a savepoint.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_config(
        self, call: ServiceCall, parameters: GetConfigParameters
    ) -> JobConfig | bytes:
        """Get the execution configuration of a job, and its labels.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def list_job_settings(
        self, call: ServiceCall, parameters: ListJobSettingsParameters
    ) -> ListJobSettingsResult | bytes:
        """List the configuration of the JobManager that runs a job.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_exceptions(
        self, call: ServiceCall, parameters: GetExceptionsParameters
    ) -> Exceptions | bytes:
        """List the failures of a job, latest first.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_checkpoints(
        self, call: ServiceCall, parameters: GetCheckpointsParameters
    ) -> Checkpoints | bytes:
        """Get the checkpoints and savepoints of a job, and the one it was restored from.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_checkpoint_config(
        self, call: ServiceCall, parameters: GetCheckpointConfigParameters
    ) -> CheckpointConfig | bytes:
        """Get the checkpoint configuration of a job.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def list_metrics(
        self, call: ServiceCall, parameters: ListMetricsParameters
    ) -> ListMetricsResult | bytes:
        """List metrics of a job.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def stop_job(
        self, call: ServiceCall, parameters: StopJobParameters
    ) -> Trigger | bytes | Success[Any]:
        """Stop a job with a savepoint.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
