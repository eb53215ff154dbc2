# Generated from flink-rest.yaml; do not edit.
"""Cluster, for the synchronous client."""

from .._runtime.client.session import Session
from ..models import Dashboard, Overview
from ..operations import GET_DASHBOARD, GET_OVERVIEW, LIST_SETTINGS, ListSettingsAnswer

__all__ = ["Cluster"]


class Cluster:
    """The cluster as a whole."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_overview(self) -> Overview:
        """Count slots and jobs, and tell the version.

        A history server has no overview of slots.

        Returns:
            The Overview asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            RefusedError: The service said no; its subclasses tell why.
            ConnectionFailed: No answer came; TimedOut when it did not come in time.
            UndecodableAnswer: The answer is not what the contract says.
        """
        values: dict[str, object] = {}
        return (self._session.call(GET_OVERVIEW, values)).value

    def get_dashboard(self) -> Dashboard:
        """Tell what Flink's own dashboard asks first, among it the version.

        It also tells a history server from a JobManager.

        Returns:
            The Dashboard asked for.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            RefusedError: The service said no; its subclasses tell why.
            ConnectionFailed: No answer came; TimedOut when it did not come in time.
            UndecodableAnswer: The answer is not what the contract says.
        """
        values: dict[str, object] = {}
        return (self._session.call(GET_DASHBOARD, values)).value

    def list_settings(self) -> ListSettingsAnswer:
        """List the configuration of the JobManager.

        Flink hides the values of keys that look like secrets to it, which are not all.

        Returns:
            A Setting for each.

        Raises:
            UsageError: A value is one that the contract forbids; nothing was sent.
            RefusedError: The service said no; its subclasses tell why.
            ConnectionFailed: No answer came; TimedOut when it did not come in time.
            UndecodableAnswer: The answer is not what the contract says.
        """
        values: dict[str, object] = {}
        return (self._session.call(LIST_SETTINGS, values)).value
