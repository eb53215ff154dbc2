# Generated from flink-rest.yaml; do not edit.
"""TaskManagers of the asynchronous client."""

from .._runtime.client.session import AsyncSession
from .._runtime.options.raw_response import async_raw_response
from ..models import TaskManager, TaskManagerList
from ..operations import GET_TASK_MANAGER, LIST_TASK_MANAGERS

__all__ = ["AsyncTaskManagers"]


class AsyncTaskManagers:
    """The processes that run the tasks of jobs."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    async def list(self) -> TaskManagerList:
        """List the TaskManagers that have registered.

        One that has not sent a heartbeat for a while is left out.

        Returns:
            The TaskManagerList of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {}
        return (await self._session.call(LIST_TASK_MANAGERS, arguments)).value

    async def get(
        self,
        *,
        task_manager_id: str,
    ) -> TaskManager:
        """Get a TaskManager, with its resources and the slots of jobs.

        The response for an unknown TaskManager has status 500.

        Args:
            task_manager_id: Id of the TaskManager.

        Returns:
            The TaskManager of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "task_manager_id": task_manager_id,
        }
        return (await self._session.call(GET_TASK_MANAGER, arguments)).value


class RawOperations:
    """The operations of TaskManagers; each returns its value with the raw response."""

    def __init__(self, session: AsyncSession) -> None:
        self.list = async_raw_response(session, AsyncTaskManagers, AsyncTaskManagers.list)
        self.get = async_raw_response(session, AsyncTaskManagers, AsyncTaskManagers.get)
