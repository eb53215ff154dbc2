# Generated from flink-rest.yaml; do not edit.
"""The service interface of jobs, which a server implements."""

from abc import ABC, abstractmethod

from msgspec import Struct

from .._runtime.server.service_api import ServiceCall
from ..models import CheckpointConfig, Checkpoints, Exceptions, Job, JobConfig, JobList
from ..operations import ListJobSettingsAnswer, ListMetricsAnswer

__all__ = [
    "Jobs",
    "ListJobsParameters",
    "GetJobParameters",
    "GetConfigParameters",
    "ListJobSettingsParameters",
    "GetExceptionsParameters",
    "GetCheckpointsParameters",
    "GetCheckpointConfigParameters",
    "ListMetricsParameters",
]


class ListJobsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListJobs, validated against the contract."""


class GetJobParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetJob, validated against the contract."""

    job_id: str
    """Id of the job, 32 hexadecimal digits."""


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
    """How many failures to tell of at most."""


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
    """Names of metrics, with commas between them."""


class Jobs(ABC):
    """The jobs that the JobManager knows, running ones and those that ended lately."""

    @abstractmethod
    async def list_jobs(self, call: ServiceCall, parameters: ListJobsParameters) -> JobList | bytes:
        """List all jobs that are known, each with its state and times.

        JSON that is ready to be sent may be given as bytes. Raise OperationFailure with a code
        of the contract to answer that it did not succeed.
        """

    @abstractmethod
    async def get_job(self, call: ServiceCall, parameters: GetJobParameters) -> Job | bytes:
        """Tell a job's state, and when it came into each.

        JSON that is ready to be sent may be given as bytes. Raise OperationFailure with a code
        of the contract to answer that it did not succeed.
        """

    @abstractmethod
    async def get_config(
        self, call: ServiceCall, parameters: GetConfigParameters
    ) -> JobConfig | bytes:
        """Tell how a job is executed, and the labels it was submitted with.

        JSON that is ready to be sent may be given as bytes. Raise OperationFailure with a code
        of the contract to answer that it did not succeed.
        """

    @abstractmethod
    async def list_job_settings(
        self, call: ServiceCall, parameters: ListJobSettingsParameters
    ) -> ListJobSettingsAnswer | bytes:
        """List the configuration of the JobManager that runs a job.

        JSON that is ready to be sent may be given as bytes. Raise OperationFailure with a code
        of the contract to answer that it did not succeed.
        """

    @abstractmethod
    async def get_exceptions(
        self, call: ServiceCall, parameters: GetExceptionsParameters
    ) -> Exceptions | bytes:
        """Tell what failed in a job, the latest first.

        JSON that is ready to be sent may be given as bytes. Raise OperationFailure with a code
        of the contract to answer that it did not succeed.
        """

    @abstractmethod
    async def get_checkpoints(
        self, call: ServiceCall, parameters: GetCheckpointsParameters
    ) -> Checkpoints | bytes:
        """Tell of a job's checkpoints and savepoints, and of what it was restored from.

        JSON that is ready to be sent may be given as bytes. Raise OperationFailure with a code
        of the contract to answer that it did not succeed.
        """

    @abstractmethod
    async def get_checkpoint_config(
        self, call: ServiceCall, parameters: GetCheckpointConfigParameters
    ) -> CheckpointConfig | bytes:
        """Tell how a job makes its checkpoints.

        JSON that is ready to be sent may be given as bytes. Raise OperationFailure with a code
        of the contract to answer that it did not succeed.
        """

    @abstractmethod
    async def list_metrics(
        self, call: ServiceCall, parameters: ListMetricsParameters
    ) -> ListMetricsAnswer | bytes:
        """List metrics of a job.

        JSON that is ready to be sent may be given as bytes. Raise OperationFailure with a code
        of the contract to answer that it did not succeed.
        """
