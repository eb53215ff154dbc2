"""The services of what jobs run on: deployment targets, and versions of the engine."""

from flinkjobs.models import DeploymentTarget, EngineFeatures, EngineVersion, EngineVersionIndex
from flinkjobs.server import (
    Engines,
    ListDeploymentTargetsParameters,
    ListEngineVersionMetadataParameters,
    PageResult,
    ServiceCall,
    Targets,
)

from ..engine.interface import Engine
from ..store.tables import DeployStore
from ..store.types import NamespaceKey
from .transactions import reading

__all__ = ["EngineService", "TargetService"]


class TargetService(Targets):
    """Lists what the engine can run deployments on, for accounts that have the workspace."""

    def __init__(self, store: DeployStore, engine: Engine) -> None:
        self._store = store
        self._engine = engine

    async def list_deployment_targets(
        self, call: ServiceCall, parameters: ListDeploymentTargetsParameters
    ) -> PageResult[DeploymentTarget]:
        """List the deployment targets of a namespace; none of them has a quota of its own."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        account = call.principal.account
        await reading(self._store, lambda tables: tables.require_workspace(account, namespace))
        targets = self._engine.targets()
        first = (parameters.page_index - 1) * parameters.page_size
        return PageResult(
            items=[
                DeploymentTarget(name=target.name, namespace=parameters.namespace)
                for target in targets[first : first + parameters.page_size]
            ],
            total=len(targets),
        )


class EngineService(Engines):
    """Lists the versions of the engine, for accounts that have the workspace."""

    def __init__(self, store: DeployStore, engine: Engine) -> None:
        self._store = store
        self._engine = engine

    async def list_engine_version_metadata(
        self, call: ServiceCall, parameters: ListEngineVersionMetadataParameters
    ) -> EngineVersionIndex:
        """Return the versions of all deployment targets that respond, each once."""
        workspace, account = NamespaceKey(parameters.workspace, ""), call.principal.account
        await reading(self._store, lambda tables: tables.require_workspace(account, workspace))
        stated = [target.engine_version for target in self._engine.targets()]
        versions = list(dict.fromkeys(version for version in stated if version is not None))
        return EngineVersionIndex(
            default_engine_version=versions[0] if versions else None,
            engine_version_metadata=[_metadata(version) for version in versions],
        )


def _metadata(version: str) -> EngineVersion:
    features = EngineFeatures(support_native_savepoint=True, use_for_sql_deployments=True)
    return EngineVersion(engine_version=version, status="STABLE", features=features)
