# Generated from openapi.yaml; do not edit.
"""Events of the asynchronous client."""

from .._runtime.client.session import AsyncSession
from .._runtime.options.raw_response import async_raw_response
from .._runtime.pagination.pages import AsyncListing
from ..models import Event
from ..operations import GET_EVENTS

__all__ = ["AsyncEvents"]


class AsyncEvents:
    """Events, a record of who changed what and of how jobs fared."""

    def __init__(self, session: AsyncSession) -> None:
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
        deployment_name: str | None = None,
        page_index: int | None = None,
        page_size: int | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> AsyncListing[Event]:
        """List the events of a namespace.

        Returns one page of the events of a namespace, newest first: who created, changed,
        started, stopped or deleted what, and each change of a job instance's state with its
        reason. A deployment keeps its newest 1,000 events, also after it was deleted.

        Args:
            deployment_id: Only events of this deployment.
            deployment: Name of the deployment, in place of its id; exactly one deployment must
                have it.
            deployment_name: Only events of deployments that had exactly this name then.
            page_index: Number of the page, counted from 1. A page beyond the last one is empty.
                An integer from 1 to 2147483647. Default: 1.
            page_size: Number of events on a page. An integer from 1 to 100. Default: 100.
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
            "deployment_id": deployment_id,
            "deployment": deployment,
            "deployment_name": deployment_name,
            "page_index": page_index,
            "page_size": page_size,
            "workspace": workspace,
            "namespace": namespace,
        }
        return self._session.pages(GET_EVENTS, arguments)


class RawOperations:
    """The operations of Events; each returns its value with the raw response."""

    def __init__(self, session: AsyncSession) -> None:
        self.list = async_raw_response(session, AsyncEvents, AsyncEvents.list)
