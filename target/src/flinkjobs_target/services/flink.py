"""The service of Flink's own REST API."""

from typing import Any

import msgspec

from flinkjobs.server import Flink, FlinkApiProxyParameters, ServiceCall

from ..engine.interface import Engine
from ..store.runs import Run
from ..store.tables import DeployStore, FoundJob, Tables
from ..store.types import NamespaceKey
from .engine_calls import asking
from .failures import conflict, invalid
from .transactions import reading

__all__ = ["FlinkService"]


class FlinkService(Flink):
    """Reads Flink's REST API for a job of the caller's own, and nothing about any other."""

    def __init__(self, store: DeployStore, engine: Engine) -> None:
        self._store = store
        self._engine = engine

    async def flink_api_proxy(self, call: ServiceCall, parameters: FlinkApiProxyParameters) -> str:
        """Return the JSON that Flink has about a job."""
        if parameters.resource_type != "jobs":
            raise invalid(
                "resourceType",
                "must be jobs: a session cluster has the jobs of others, too",
            )
        account = call.principal.account
        found, run = await reading(self._store, lambda tables: _find(tables, account, parameters))
        if run is None or run.engine != self._engine.name:
            raise conflict(
                f"job instance {parameters.resource_id} is not run by this service, which "
                "therefore does not know its JobManager"
            )
        job: dict[str, Any] = msgspec.json.decode(found.document)
        with asking("flinkApiPath"):
            return await self._engine.read_flink(run, job, parameters.flink_api_path)


def _find(
    tables: Tables, account: str, parameters: FlinkApiProxyParameters
) -> tuple[FoundJob, Run | None]:
    namespace = NamespaceKey(parameters.workspace, parameters.namespace)
    found = tables.find_job(account, namespace, parameters.resource_id)
    if found is None:
        raise tables.missing(account, namespace, "job", parameters.resource_id)
    return found, tables.runs.find(found.key, parameters.resource_id)
