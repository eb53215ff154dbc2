"""The service of events."""

from flinkjobs.models import Event
from flinkjobs.server import Events, GetEventsParameters, PageResult, ServiceCall

from ..store.events import EventFilter
from ..store.tables import DeployStore, Tables
from ..store.types import NamespaceKey, Page
from .transactions import reading

__all__ = ["EventService"]


class EventService(Events):
    """Lists events; an account sees only those of its own workspaces."""

    def __init__(self, store: DeployStore) -> None:
        self._store = store

    async def get_events(
        self, call: ServiceCall, parameters: GetEventsParameters
    ) -> PageResult[Event]:
        """List the events of a namespace."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        id = parameters.deployment_id
        conditions = EventFilter(
            deployment=None if id is None else namespace.deployment(id),
            deployment_name=parameters.deployment_name,
        )

        def read(tables: Tables) -> Page:
            tables.require_workspace(call.principal.account, namespace)
            return tables.events.page(
                namespace,
                conditions,
                limit=parameters.page_size,
                offset=(parameters.page_index - 1) * parameters.page_size,
            )

        page = await reading(self._store, read)
        return PageResult(items=page.documents, total=page.total)
