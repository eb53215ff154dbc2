"""The service of savepoints."""

import msgspec

from flinkjobs.models import Savepoint
from flinkjobs.server import (
    CreateSavepointParameters,
    DeleteSavepointParameters,
    GetSavepointParameters,
    ListSavepointsParameters,
    PageResult,
    Savepoints,
    ServiceCall,
)

from ..engine.reconciler import Reconciler
from ..store.events import Event, deployment_event
from ..store.savepoints import SavepointFilter, StoredSavepoint
from ..store.tables import DeployStore, Tables
from ..store.types import NamespaceKey, Page
from .callers import actor
from .failures import conflict, not_found
from .stops import SavepointRequest, take_savepoint
from .transactions import reading, writing

__all__ = ["SavepointService"]


class SavepointService(Savepoints):
    """Takes, lists and deletes savepoints; an account sees only its own workspaces."""

    def __init__(self, store: DeployStore, reconciler: Reconciler) -> None:
        self._store = store
        self._reconciler = reconciler

    async def list_savepoints(
        self, call: ServiceCall, parameters: ListSavepointsParameters
    ) -> PageResult[Savepoint]:
        """List the savepoints of a namespace."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        id = parameters.deployment_id
        conditions = SavepointFilter(
            deployment=None if id is None else namespace.deployment(id), job_id=parameters.job_id
        )

        def read(tables: Tables) -> Page:
            tables.require_workspace(call.principal.account, namespace)
            return tables.savepoints.page(
                namespace,
                conditions,
                limit=parameters.page_size,
                offset=(parameters.page_index - 1) * parameters.page_size,
            )

        page = await reading(self._store, read)
        return PageResult(items=page.documents, total=page.total)

    async def get_savepoint(self, call: ServiceCall, parameters: GetSavepointParameters) -> bytes:
        """Return the JSON of one savepoint."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)

        def read(tables: Tables) -> bytes | None:
            tables.require_workspace(call.principal.account, namespace)
            return tables.savepoints.document(namespace, parameters.savepoint_id)

        document = await reading(self._store, read)
        if document is None:
            raise not_found("savepoint", parameters.savepoint_id)
        return document

    async def create_savepoint(
        self, call: ServiceCall, parameters: CreateSavepointParameters
    ) -> bytes:
        """Take a savepoint of the running job of a deployment."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        key = namespace.deployment(parameters.body.deployment_id)
        request = SavepointRequest(
            native=parameters.body.native_format is True, description=parameters.body.description
        )
        account, now = call.principal.account, self._reconciler.now()
        document = await writing(
            self._store,
            lambda tables: take_savepoint(tables, account, key, request, actor(call), now),
        )
        self._reconciler.wake()
        return document

    async def delete_savepoint(
        self, call: ServiceCall, parameters: DeleteSavepointParameters
    ) -> None:
        """Delete a savepoint that a caller may delete, and its files."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        now = self._reconciler.now()

        def write(tables: Tables) -> None:
            tables.require_workspace(call.principal.account, namespace)
            savepoint = tables.savepoints.get(namespace, parameters.savepoint_id)
            if savepoint is None:
                raise not_found("savepoint", parameters.savepoint_id)
            if savepoint.origin == "RETAINED_CHECKPOINT":
                raise conflict(
                    f"savepoint {savepoint.savepoint_id} is a checkpoint of the system, which it "
                    "deletes itself"
                )
            if savepoint.state == "STARTED":
                raise conflict(
                    f"savepoint {savepoint.savepoint_id} is being taken; wait until it is complete"
                )
            _require_unused(tables, namespace, savepoint.savepoint_id)
            tables.savepoints.mark(namespace, savepoint.savepoint_id)
            tables.events.record(_deletion(namespace, savepoint, actor(call), now))

        await writing(self._store, write)
        self._reconciler.wake()


def _deletion(namespace: NamespaceKey, savepoint: StoredSavepoint, actor: str, now: int) -> Event:
    """Return the event of a deletion; its deployment may be deleted already."""
    document = msgspec.json.decode(savepoint.document, type=Savepoint)
    key = namespace.deployment(document.deployment_id or "")
    message = f"savepoint {savepoint.savepoint_id} deleted by {actor}"
    return deployment_event(key, now, "SAVEPOINT_DELETED", message, savepoint.job_id)


def _require_unused(tables: Tables, namespace: NamespaceKey, savepoint_id: str) -> None:
    """Raise OperationFailure while a job starts from a savepoint: it may not have read it yet."""
    restoring = tables.jobs_restoring(namespace.digest(), savepoint_id)
    if restoring:
        raise conflict(
            f"job instance {restoring[0]} is STARTING from savepoint {savepoint_id}; wait until it "
            "runs, or stop it first"
        )
