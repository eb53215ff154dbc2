# Generated from flink-rest.yaml; do not edit.
"""Jobs of the asynchronous client."""

from collections.abc import Mapping
from typing import Any, Literal

from .._runtime.client.body_arguments import join_body
from .._runtime.client.session import AsyncSession
from .._runtime.options.raw_response import async_raw_response
from ..models import CheckpointConfig, Checkpoints, Exceptions, Job, JobConfig, JobList, Trigger
from ..operations import (
    CANCEL_JOB,
    GET_CHECKPOINT_CONFIG,
    GET_CHECKPOINTS,
    GET_CONFIG,
    GET_EXCEPTIONS,
    GET_JOB,
    LIST_JOB_SETTINGS,
    LIST_JOBS,
    LIST_METRICS,
    STOP_JOB,
    CancelJobResult,
    ListJobSettingsResult,
    ListMetricsResult,
    StopJobBody,
)

__all__ = ["AsyncJobs"]


class AsyncJobs:
    """The jobs that the JobManager knows, running and recently ended ones."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    async def list(self) -> JobList:
        """List all jobs with their states and times.

        One response holds all jobs, unordered and without pages.

        Returns:
            The JobList of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {}
        return (await self._session.call(LIST_JOBS, arguments)).value

    async def get(
        self,
        *,
        job_id: str,
    ) -> Job:
        """Get a job, with its state and the time of each state.

        Status 404 means that the JobManager does not know the job, or has dropped it.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.

        Returns:
            The Job of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
        }
        return (await self._session.call(GET_JOB, arguments)).value

    async def cancel(
        self,
        *,
        job_id: str,
        mode: Literal["cancel"],
    ) -> CancelJobResult:
        """Cancel a job, without a savepoint.

        Returns before the job has ended. A job that was cancelled is no error, status 409 means
        that it has ended otherwise.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.
            mode: What to do with the job.

        Returns:
            The CancelJobResult of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "mode": mode,
        }
        return (await self._session.call(CANCEL_JOB, arguments)).value

    async def get_config(
        self,
        *,
        job_id: str,
    ) -> JobConfig:
        """Get the execution configuration of a job, and its labels.

        While the job is INITIALIZING, Flink returns an empty configuration.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.

        Returns:
            The JobConfig of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
        }
        return (await self._session.call(GET_CONFIG, arguments)).value

    async def list_job_settings(
        self,
        *,
        job_id: str,
    ) -> ListJobSettingsResult:
        """List the configuration of the JobManager that runs a job.

        A history server has it, too, for jobs that have ended.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.

        Returns:
            A list of Setting.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
        }
        return (await self._session.call(LIST_JOB_SETTINGS, arguments)).value

    async def get_exceptions(
        self,
        *,
        job_id: str,
        max_exceptions: int | None = None,
    ) -> Exceptions:
        """List the failures of a job, latest first.

        Messages may hold rows of the data that the job works on.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.
            max_exceptions: Maximum number of failures. An integer from 1 to 2147483647.

        Returns:
            The Exceptions of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "max_exceptions": max_exceptions,
        }
        return (await self._session.call(GET_EXCEPTIONS, arguments)).value

    async def get_checkpoints(
        self,
        *,
        job_id: str,
    ) -> Checkpoints:
        """Get the checkpoints and savepoints of a job, and the one it was restored from.

        A job without checkpoints, such as a batch job, has status 404 as well; a history server
        returns status 200 with neither counts nor latest.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.

        Returns:
            The Checkpoints of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
        }
        return (await self._session.call(GET_CHECKPOINTS, arguments)).value

    async def get_checkpoint_config(
        self,
        *,
        job_id: str,
    ) -> CheckpointConfig:
        """Get the checkpoint configuration of a job.

        A job without checkpoints, such as a batch job, has status 404 as well; a history server
        returns status 200 without a configuration.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.

        Returns:
            The CheckpointConfig of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
        }
        return (await self._session.call(GET_CHECKPOINT_CONFIG, arguments)).value

    async def list_metrics(
        self,
        *,
        job_id: str,
        get: str | None = None,
    ) -> ListMetricsResult:
        """List metrics of a job.

        Without names, all metrics are listed, without their values. Unknown names are left out.
        After its end a job has no numRestarts, and a history server has no metrics.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.
            get: Names of metrics, separated by commas.

        Returns:
            A list of Metric.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "get": get,
        }
        return (await self._session.call(LIST_METRICS, arguments)).value

    async def stop(
        self,
        *,
        job_id: str,
        target_directory: str | None = None,
        drain: bool | None = None,
        format_type: Literal["CANONICAL", "NATIVE"] | str | None = None,
        trigger_id: str | None = None,
        body: StopJobBody | Mapping[str, Any] | None = None,
    ) -> Trigger:
        """Stop a job with a savepoint.

        Returns before the savepoint is complete, also for a job that is unknown or has ended.
        The same triggerId is the same stop. A second stop with another one lets both fail.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.
            target_directory: Directory that the savepoint is written to.
            drain: Whether all windows are closed first.
            format_type: Format of the savepoint.
            trigger_id: Id that the operation is to have.
            body: Directory and format of the savepoint.

        Returns:
            The Trigger of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "body": join_body(
                STOP_JOB,
                body,
                {
                    "targetDirectory": target_directory,
                    "drain": drain,
                    "formatType": format_type,
                    "triggerId": trigger_id,
                },
            ),
        }
        return (await self._session.call(STOP_JOB, arguments)).value


class RawOperations:
    """The operations of Jobs; each returns its value with the raw response."""

    def __init__(self, session: AsyncSession) -> None:
        self.list = async_raw_response(session, AsyncJobs, AsyncJobs.list)
        self.get = async_raw_response(session, AsyncJobs, AsyncJobs.get)
        self.cancel = async_raw_response(session, AsyncJobs, AsyncJobs.cancel)
        self.get_config = async_raw_response(session, AsyncJobs, AsyncJobs.get_config)
        self.list_job_settings = async_raw_response(session, AsyncJobs, AsyncJobs.list_job_settings)
        self.get_exceptions = async_raw_response(session, AsyncJobs, AsyncJobs.get_exceptions)
        self.get_checkpoints = async_raw_response(session, AsyncJobs, AsyncJobs.get_checkpoints)
        self.get_checkpoint_config = async_raw_response(
            session, AsyncJobs, AsyncJobs.get_checkpoint_config
        )
        self.list_metrics = async_raw_response(session, AsyncJobs, AsyncJobs.list_metrics)
        self.stop = async_raw_response(session, AsyncJobs, AsyncJobs.stop)
