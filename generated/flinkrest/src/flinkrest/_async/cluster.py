# Generated from flink-rest.yaml; do not edit.
"""Cluster of the asynchronous client."""

from .._runtime.client.session import AsyncSession
from .._runtime.options.raw_response import async_raw_response
from ..models import Dashboard, Overview
from ..operations import GET_DASHBOARD, GET_OVERVIEW, LIST_SETTINGS, ListSettingsResult

__all__ = ["AsyncCluster"]


class AsyncCluster:
    """The cluster as a whole."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    async def get_overview(self) -> Overview:
        """Get the version, and the numbers of slots and jobs.

        A history server has no overview of slots.

        Returns:
            The Overview of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {}
        return (await self._session.call(GET_OVERVIEW, arguments)).value

    async def get_dashboard(self) -> Dashboard:
        """Get the configuration of Flink's dashboard, with the version.

        It also shows whether the server is a history server.

        Returns:
            The Dashboard of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {}
        return (await self._session.call(GET_DASHBOARD, arguments)).value

    async def list_settings(self) -> ListSettingsResult:
        """List the configuration of the JobManager.

        Flink hides the values of keys that it takes for secrets; it shows other secrets.

        Returns:
            A list of Setting.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {}
        return (await self._session.call(LIST_SETTINGS, arguments)).value


class RawOperations:
    """The operations of Cluster; each returns its value with the raw response."""

    def __init__(self, session: AsyncSession) -> None:
        self.get_overview = async_raw_response(session, AsyncCluster, AsyncCluster.get_overview)
        self.get_dashboard = async_raw_response(session, AsyncCluster, AsyncCluster.get_dashboard)
        self.list_settings = async_raw_response(session, AsyncCluster, AsyncCluster.list_settings)
