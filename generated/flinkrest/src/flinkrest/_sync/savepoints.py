# Generated from flink-rest.yaml; do not edit.
"""Savepoints of the synchronous client."""

from collections.abc import Mapping
from typing import Any, Literal

from .._runtime.client.body_arguments import join_body
from .._runtime.client.session import Session
from .._runtime.options.raw_response import raw_response
from ..models import Trigger, TriggerResult
from ..operations import (
    DISPOSE_SAVEPOINT,
    GET_DISPOSAL,
    GET_SAVEPOINT,
    TRIGGER_SAVEPOINT,
    DisposeSavepointBody,
    TriggerSavepointBody,
)

__all__ = ["Savepoints"]


class Savepoints:
    """Savepoints, taken of running jobs and disposed of."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def trigger(
        self,
        *,
        job_id: str,
        target_directory: str | None = None,
        format_type: Literal["CANONICAL", "NATIVE"] | str | None = None,
        trigger_id: str | None = None,
        body: TriggerSavepointBody | Mapping[str, Any] | None = None,
    ) -> Trigger:
        """Take a savepoint of a job, which runs on.

        Returns before the savepoint is complete, also for a job that is unknown or has ended.
        The same triggerId is the same savepoint.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.
            target_directory: Directory that the savepoint is written to.
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
                TRIGGER_SAVEPOINT,
                body,
                {
                    "target-directory": target_directory,
                    "formatType": format_type,
                    "triggerId": trigger_id,
                },
            ),
        }
        return (self._session.call(TRIGGER_SAVEPOINT, arguments)).value

    def get(
        self,
        *,
        job_id: str,
        trigger_id: str,
    ) -> TriggerResult:
        """Get the result of a savepoint or of a stop.

        COMPLETED does not mean success. The result is dropped five minutes after the end, and
        with the JobManager; status 404 means that it is not known.

        Args:
            job_id: Id of the job, 32 hexadecimal digits.
            trigger_id: Id of the operation, 32 hexadecimal digits.

        Returns:
            The TriggerResult of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "job_id": job_id,
            "trigger_id": trigger_id,
        }
        return (self._session.call(GET_SAVEPOINT, arguments)).value

    def dispose(
        self,
        *,
        savepoint_path: str | None = None,
        body: DisposeSavepointBody | Mapping[str, Any] | None = None,
    ) -> Trigger:
        """Delete the files of a savepoint.

        Returns before they are deleted. Retained checkpoints are deleted as well.

        Args:
            savepoint_path: Path of the savepoint.
            body: Path of the savepoint.

        Returns:
            The Trigger of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "body": join_body(
                DISPOSE_SAVEPOINT,
                body,
                {
                    "savepoint-path": savepoint_path,
                },
            ),
        }
        return (self._session.call(DISPOSE_SAVEPOINT, arguments)).value

    def get_disposal(
        self,
        *,
        trigger_id: str,
    ) -> TriggerResult:
        """Get the result of a disposal.

        The disposal of a savepoint that is not there has failed.

        Args:
            trigger_id: Id of the operation, 32 hexadecimal digits.

        Returns:
            The TriggerResult of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "trigger_id": trigger_id,
        }
        return (self._session.call(GET_DISPOSAL, arguments)).value


class RawOperations:
    """The operations of Savepoints; each returns its value with the raw response."""

    def __init__(self, session: Session) -> None:
        self.trigger = raw_response(session, Savepoints, Savepoints.trigger)
        self.get = raw_response(session, Savepoints, Savepoints.get)
        self.dispose = raw_response(session, Savepoints, Savepoints.dispose)
        self.get_disposal = raw_response(session, Savepoints, Savepoints.get_disposal)
