# Generated from openapi.yaml; do not edit.
"""Savepoints of the synchronous client."""

from collections.abc import Mapping
from typing import Any, Literal

from .._runtime.client.body_arguments import join_body
from .._runtime.client.response import require_payload
from .._runtime.client.session import Session
from .._runtime.options.raw_response import raw_response
from .._runtime.pagination.pages import Page
from .._runtime.polling.poller import Poller, run
from ..models import Savepoint
from ..operations import (
    CREATE_SAVEPOINT,
    DELETE_SAVEPOINT,
    GET_SAVEPOINT,
    GET_SAVEPOINT_WAIT,
    LIST_SAVEPOINTS,
    CreateSavepointBody,
)

__all__ = ["Savepoints"]


class Savepoints:
    """Savepoints, consistent copies of the state of job instances."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def list(
        self,
        *,
        deployment_id: str | None = None,
        deployment: str | None = None,
        job_id: str | None = None,
        page_index: int | None = None,
        page_size: int | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Page[Savepoint]:
        """List the savepoints of a namespace.

        Returns one page of the savepoints of a namespace, of one deployment or of one job
        instance, newest first. Checkpoints that the service retained are among them.

        Args:
            deployment_id: Only savepoints of this deployment.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            job_id: Only savepoints of this job instance.
            page_index: Number of the page, counted from 1. A page beyond the last one is empty.
                An integer from 1 to 2147483647. Default: 1.
            page_size: Number of savepoints on a page. An integer from 1 to 100. Default: 100.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            One page; iteration yields each item of it and of all following pages once. If new
            items are inserted at the front, as newest first, iteration yields every item that
            exists from its start to its end, whatever is added or removed meanwhile. In any
            other order no item is yielded twice, but changes may hide items.
            `iterate(parallel=16)` reads pages concurrently, for bulk export; its documentation
            states its limits.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment_id": deployment_id,
            "deployment": deployment,
            "job_id": job_id,
            "page_index": page_index,
            "page_size": page_size,
            "workspace": workspace,
            "namespace": namespace,
        }
        return self._session.pages(LIST_SAVEPOINTS, arguments)

    def create(
        self,
        *,
        deployment_id: str | None = None,
        deployment: str | None = None,
        description: str | None = None,
        native_format: bool | None = None,
        body: CreateSavepointBody | Mapping[str, Any] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Savepoint:
        """Take a savepoint of the running job instance of a deployment.

        Returns at once; the savepoint is taken meanwhile, and its state tells when it is
        complete. Only a running job instance of a streaming deployment has one taken.

        `client.savepoints.wait(savepoint_id=result.savepoint_id, until='COMPLETED')` waits
        until it is done.

        Args:
            deployment_id: Id of the deployment.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            description: Readable description of the savepoint.
            native_format: Whether the savepoint has the native format of its state backend,
                which is quicker and smaller but bound to it; false, the default, is the
                canonical format.
            body: The deployment, and the form of the savepoint.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Savepoint of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "deployment": deployment,
            "body": join_body(
                CREATE_SAVEPOINT,
                body,
                {
                    "deploymentId": deployment_id,
                    "description": description,
                    "nativeFormat": native_format,
                },
            ),
            "workspace": workspace,
            "namespace": namespace,
        }
        result = self._session.call(CREATE_SAVEPOINT, arguments)
        return require_payload(CREATE_SAVEPOINT, result, result.value.data)

    def get(
        self,
        *,
        savepoint_id: str,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Savepoint:
        """Get one savepoint.

        Returns one savepoint of a namespace, with the same fields as a listing.

        Args:
            savepoint_id: Id of the savepoint.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Savepoint of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "savepoint_id": savepoint_id,
            "workspace": workspace,
            "namespace": namespace,
        }
        result = self._session.call(GET_SAVEPOINT, arguments)
        return require_payload(GET_SAVEPOINT, result, result.value.data)

    def delete(
        self,
        *,
        savepoint_id: str,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> None:
        """Delete a savepoint.

        Deletes a savepoint and its files. A checkpoint that the service retained, and a
        savepoint that is still being taken, cannot be deleted.

        Args:
            savepoint_id: Id of the savepoint.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            None.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "savepoint_id": savepoint_id,
            "workspace": workspace,
            "namespace": namespace,
        }
        self._session.call(DELETE_SAVEPOINT, arguments)

    def wait(
        self,
        *,
        savepoint_id: str,
        until: Literal[
            "COMPLETED",
            "FAILED",
        ] = "COMPLETED",
        timeout: float = 300,
        poll: float = 5,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> Savepoint:
        """Wait until a savepoint is complete.

        An unknown state does not end the wait.

        Args:
            savepoint_id: Id of the savepoint.
            until: Goal to wait for.
            timeout: Maximum time to wait, in seconds; a call in progress is not interrupted.
            poll: Interval between calls, in seconds.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The Savepoint that reached the goal.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
            WaitFailedError: It reached COMPLETED or FAILED instead.
            WaitTimeoutError: It did not reach the goal in time.
        """
        arguments: dict[str, object] = {
            "savepoint_id": savepoint_id,
            "workspace": workspace,
            "namespace": namespace,
        }
        poller = Poller(
            GET_SAVEPOINT_WAIT,
            arguments,
            until=until,
            timeout=timeout,
            poll=poll,
            monotonic=self._session.monotonic,
        )
        return run(self._session, poller)


class RawOperations:
    """The operations of Savepoints; each returns its value with the raw response."""

    def __init__(self, session: Session) -> None:
        self.list = raw_response(session, Savepoints, Savepoints.list)
        self.create = raw_response(session, Savepoints, Savepoints.create)
        self.get = raw_response(session, Savepoints, Savepoints.get)
        self.delete = raw_response(session, Savepoints, Savepoints.delete)
