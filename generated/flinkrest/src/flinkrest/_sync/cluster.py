# Generated from flink-rest.yaml; do not edit.
"""Cluster of the synchronous client."""

from .._runtime.client.session import Session
from .._runtime.options.raw_response import raw_response
from ..models import Dashboard, Overview
from ..operations import GET_DASHBOARD, GET_OVERVIEW, LIST_SETTINGS, ListSettingsAnswer

__all__ = ["Cluster"]


class Cluster:
    """The cluster as a whole."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def get_overview(self) -> Overview:
        """Count slots and jobs, and tell the version.

        A history server has no overview of slots.

        Returns:
            The Overview asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {}
        return (self._session.call(GET_OVERVIEW, arguments)).value

    def get_dashboard(self) -> Dashboard:
        """Tell what Flink's own dashboard asks first, among it the version.

        It also tells a history server from a JobManager.

        Returns:
            The Dashboard asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {}
        return (self._session.call(GET_DASHBOARD, arguments)).value

    def list_settings(self) -> ListSettingsAnswer:
        """List the configuration of the JobManager.

        Flink hides the values of keys that look like secrets to it, which are not all.

        Returns:
            A Setting for each.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            ServiceError: The service said no; its subclasses tell why.
            TransportError: No answer came; RequestTimeoutError when it did not come in time.
            InvalidResponseError: The answer is not what the contract says.
        """
        arguments: dict[str, object] = {}
        return (self._session.call(LIST_SETTINGS, arguments)).value


class RawOperations:
    """The operations of Cluster; each returns its value with the raw response."""

    def __init__(self, session: Session) -> None:
        self.get_overview = raw_response(session, Cluster, Cluster.get_overview)
        self.get_dashboard = raw_response(session, Cluster, Cluster.get_dashboard)
        self.list_settings = raw_response(session, Cluster, Cluster.list_settings)
