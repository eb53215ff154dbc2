# Generated from openapi.yaml; do not edit.
"""The service interface of jobs, which a server implements."""

from typing import Literal

from msgspec import Struct

from .._runtime.server.service_api import PageResult, ServiceCall, operation_not_implemented
from ..models import Job
from ..operations import StartJobBody, StartJobWithParamsBody, StopJobBody

__all__ = [
    "Jobs",
    "ListJobsParameters",
    "StartJobParameters",
    "StartJobWithParamsParameters",
    "StopJobParameters",
    "GetJobParameters",
    "DeleteJobParameters",
    "GetLatestJobStartLogParameters",
]


class ListJobsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ListJobs, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    deployment_id: str
    """Id of the deployed job whose instances are listed."""
    page_index: int = 1
    """Number of the page, counted from 1. A page beyond the last one is empty."""
    page_size: int = 10
    """Number of job instances on a page."""
    sort_name: Literal["gmt_create", "job_id", "status"] = "gmt_create"
    """Order by creation time (gmt_create), id (job_id) or state in alphabetical order (status).
    Ties are ordered by id, in the same direction.
    """
    sort_order: Literal["asc", "desc"] = "desc"
    """Direction of the order; desc is the exact reverse of asc."""


class StartJobParameters(Struct, frozen=True, kw_only=True):
    """The parameters of StartJob, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    body: StartJobBody
    """The deployment, and how it is started."""


class StartJobWithParamsParameters(Struct, frozen=True, kw_only=True):
    """The parameters of StartJobWithParams, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    body: StartJobWithParamsBody
    """The deployment, and how it is started."""


class StopJobParameters(Struct, frozen=True, kw_only=True):
    """The parameters of StopJob, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    job_id: str
    """Id of the job instance."""
    body: StopJobBody
    """How it is stopped."""


class GetJobParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetJob, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    job_id: str
    """Id of the job instance."""


class DeleteJobParameters(Struct, frozen=True, kw_only=True):
    """The parameters of DeleteJob, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    job_id: str
    """Id of the job instance."""


class GetLatestJobStartLogParameters(Struct, frozen=True, kw_only=True):
    """The parameters of GetLatestJobStartLog, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    deployment_id: str
    """Id of the deployment."""


class Jobs:
    """Job instances, the single runs of a deployed job."""

    async def list_jobs(self, call: ServiceCall, parameters: ListJobsParameters) -> PageResult[Job]:
        """List the job instances of a deployed job.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def start_job(self, call: ServiceCall, parameters: StartJobParameters) -> Job | bytes:
        """Start a job instance with resources of its own.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def start_job_with_params(
        self, call: ServiceCall, parameters: StartJobWithParamsParameters
    ) -> Job | bytes:
        """Start a job instance of a deployment.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def stop_job(self, call: ServiceCall, parameters: StopJobParameters) -> Job | bytes:
        """Stop a job instance.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_job(self, call: ServiceCall, parameters: GetJobParameters) -> Job | bytes:
        """Get one job instance.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def delete_job(self, call: ServiceCall, parameters: DeleteJobParameters) -> None:
        """Delete a job instance that has ended.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)

    async def get_latest_job_start_log(
        self, call: ServiceCall, parameters: GetLatestJobStartLogParameters
    ) -> str | bytes:
        """Get the log of the latest start of a deployment.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
