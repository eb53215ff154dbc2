# Generated from openapi.yaml; do not edit.
"""Targets of the asynchronous client."""

from .._runtime.client.session import AsyncSession
from .._runtime.options.raw_response import async_raw_response
from .._runtime.pagination.pages import AsyncListing
from ..models import DeploymentTarget
from ..operations import LIST_DEPLOYMENT_TARGETS

__all__ = ["AsyncTargets"]


class AsyncTargets:
    """Deployment targets, the resource queues and session clusters that deployments run on."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def list(
        self,
        *,
        page_index: int | None = None,
        page_size: int | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> AsyncListing[DeploymentTarget]:
        """List the deployment targets of a namespace.

        Returns one page of the resource queues and session clusters that deployments can name
        as their deploymentTarget, the default one first.

        Args:
            page_index: Number of the page, counted from 1. A page beyond the last one is empty.
                An integer from 1 to 2147483647. Default: 1.
            page_size: Number of deployment targets on a page. An integer from 1 to 100.
                Default: 100.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            A listing: `async for` yields each item of all pages once; `await` returns one page.
                If new items are inserted at the front, as newest first, iteration yields every
                item that exists from its start to its end, whatever is added or removed
                meanwhile. In any other order no item is yielded twice, but changes may hide
                items. `iterate(parallel=16)` reads pages concurrently, for bulk export; its
                documentation states its limits.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "page_index": page_index,
            "page_size": page_size,
            "workspace": workspace,
            "namespace": namespace,
        }
        return self._session.pages(LIST_DEPLOYMENT_TARGETS, arguments)


class RawOperations:
    """The operations of Targets; each returns its value with the raw response."""

    def __init__(self, session: AsyncSession) -> None:
        self.list = async_raw_response(session, AsyncTargets, AsyncTargets.list)
