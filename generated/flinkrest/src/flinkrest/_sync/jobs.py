# Generated from flink-rest.yaml; do not edit.
"""Jobs of the synchronous client."""

from .._runtime.client.session import Session
from .._runtime.options.raw_response import raw_response
from ..models import CheckpointConfig, Checkpoints, Exceptions, Job, JobConfig, JobList
from ..operations import (
    GET_CHECKPOINT_CONFIG,
    GET_CHECKPOINTS,
    GET_CONFIG,
    GET_EXCEPTIONS,
    GET_JOB,
    LIST_JOB_SETTINGS,
    LIST_JOBS,
    LIST_METRICS,
    ListJobSettingsAnswer,
    ListMetricsAnswer,
)

__all__ = ["Jobs"]


class Jobs:
    """The jobs that the JobManager knows, running ones and those that ended lately."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def list(self) -> JobList:
        """List all jobs that are known, each with its state and times.

        One answer holds all of them; there are no pages, and no order.

        Returns:
            The JobList asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {}
        return (self._session.call(LIST_JOBS, arguments)).value

    def get(
        self,
        *,
        job_id: str,
    ) -> Job:
        """Tell a job's state, and when it came into each.

        Status 404 means that the JobManager does not know the job, or no longer.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.

        Returns:
            The Job asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
        }
        return (self._session.call(GET_JOB, arguments)).value

    def get_config(
        self,
        *,
        job_id: str,
    ) -> JobConfig:
        """Tell how a job is executed, and the labels it was submitted with.

        While the job is INITIALIZING, Flink tells an empty configuration instead.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.

        Returns:
            The JobConfig asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
        }
        return (self._session.call(GET_CONFIG, arguments)).value

    def list_job_settings(
        self,
        *,
        job_id: str,
    ) -> ListJobSettingsAnswer:
        """List the configuration of the JobManager that runs a job.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.

        Returns:
            A Setting for each.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
        }
        return (self._session.call(LIST_JOB_SETTINGS, arguments)).value

    def get_exceptions(
        self,
        *,
        job_id: str,
        max_exceptions: int | None = None,
    ) -> Exceptions:
        """Tell what failed in a job, the latest first.

        Messages may hold rows of the data that the job works on.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.
            max_exceptions: How many failures to tell of at most. An integer from 1 to
                2147483647.

        Returns:
            The Exceptions asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "max_exceptions": max_exceptions,
        }
        return (self._session.call(GET_EXCEPTIONS, arguments)).value

    def get_checkpoints(
        self,
        *,
        job_id: str,
    ) -> Checkpoints:
        """Tell of a job's checkpoints and savepoints, and of what it was restored from.

        Status 404 is also the answer for a job without checkpoints, such as a batch job; a
        history server answers it with status 200, and neither counts nor latest.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.

        Returns:
            The Checkpoints asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
        }
        return (self._session.call(GET_CHECKPOINTS, arguments)).value

    def get_checkpoint_config(
        self,
        *,
        job_id: str,
    ) -> CheckpointConfig:
        """Tell how a job makes its checkpoints.

        Status 404 is also the answer for a job without checkpoints, such as a batch job; a
        history server answers it with status 200, and no configuration.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.

        Returns:
            The CheckpointConfig asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
        }
        return (self._session.call(GET_CHECKPOINT_CONFIG, arguments)).value

    def list_metrics(
        self,
        *,
        job_id: str,
        get: str | None = None,
    ) -> ListMetricsAnswer:
        """List metrics of a job.

        Without names, the metrics there are, without their values. A name that is not known is
        left out. After its end a job has no numRestarts, and a history server knows no metrics.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.
            get: Names of metrics, with commas between them.

        Returns:
            A Metric for each.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "get": get,
        }
        return (self._session.call(LIST_METRICS, arguments)).value


class RawOperations:
    """The operations of Jobs; each returns its value with the raw response."""

    def __init__(self, session: Session) -> None:
        self.list = raw_response(session, Jobs, Jobs.list)
        self.get = raw_response(session, Jobs, Jobs.get)
        self.get_config = raw_response(session, Jobs, Jobs.get_config)
        self.list_job_settings = raw_response(session, Jobs, Jobs.list_job_settings)
        self.get_exceptions = raw_response(session, Jobs, Jobs.get_exceptions)
        self.get_checkpoints = raw_response(session, Jobs, Jobs.get_checkpoints)
        self.get_checkpoint_config = raw_response(session, Jobs, Jobs.get_checkpoint_config)
        self.list_metrics = raw_response(session, Jobs, Jobs.list_metrics)
