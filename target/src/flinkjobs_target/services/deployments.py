"""The service of deployments."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from flinkjobs.models import Deployment
from flinkjobs.server import (
    CreateDeploymentParameters,
    DeleteDeploymentByNameParameters,
    DeleteDeploymentParameters,
    Deployments,
    GetDeploymentParameters,
    GetDeploymentsByLabelParameters,
    GetDeploymentsByNameParameters,
    ListDeploymentsParameters,
    PageResult,
    ServiceCall,
    UpdateDeploymentByNameParameters,
    UpdateDeploymentParameters,
)

from ..clock import Clock
from ..engine.interface import Engine
from ..ids import time_ordered_id
from ..store.definition_filters import DefinitionFilter
from ..store.definitions import definition_of
from ..store.tables import DeployStore, Tables
from ..store.types import DeploymentKey, MissingResourceError, NamespaceKey, Page
from .callers import actor, caller_id
from .deployment_changes import (
    Requester,
    change,
    locked_by_name,
    record,
    remove,
    require_free_name,
    served,
)
from .deployment_rules import new_document, properties_of
from .transactions import reading, writing

__all__ = ["DeploymentService"]

_SEPARATORS = re.compile("[;,]")
_SUMMARY = frozenset({"jobSummary"})
_RESOURCES = frozenset({"streamingResourceSetting", "batchResourceSetting"})


class DeploymentService(Deployments):
    """Stores deployments; an account sees only its own workspaces."""

    def __init__(self, store: DeployStore, engine: Engine, clock: Clock) -> None:
        self._store = store
        self._engine = engine
        self._clock = clock

    async def list_deployments(
        self, call: ServiceCall, parameters: ListDeploymentsParameters
    ) -> PageResult[Deployment]:
        """List the deployments of a namespace."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        values = parameters.label_value_array
        conditions = DefinitionFilter(
            name=parameters.name,
            status=parameters.status,
            mode=parameters.execution_mode,
            creator=parameters.creator,
            modifier=parameters.modifier,
            label=parameters.label_key,
            label_values=None if values is None else tuple(_SEPARATORS.split(values)),
        )

        def read(tables: Tables) -> Page:
            tables.require_workspace(call.principal.account, namespace)
            return tables.definitions.page(
                namespace,
                conditions,
                parameters.sort_name,
                limit=parameters.page_size,
                offset=(parameters.page_index - 1) * parameters.page_size,
            )

        page = await reading(self._store, read)
        return PageResult(items=page.documents, total=page.total)

    async def get_deployment(self, call: ServiceCall, parameters: GetDeploymentParameters) -> bytes:
        """Return the JSON of one deployment."""
        key = _key(parameters)
        return await reading(
            self._store, lambda tables: served(tables, call.principal.account, key)
        )

    async def get_deployments_by_name(
        self, call: ServiceCall, parameters: GetDeploymentsByNameParameters
    ) -> bytes:
        """Return the JSON of the deployments that have exactly this name."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)

        def read(tables: Tables) -> Iterable[bytes]:
            tables.require_workspace(call.principal.account, namespace)
            return tables.definitions.named(namespace, parameters.deployment_name)

        return _array(await reading(self._store, read), _left_out(parameters))

    async def get_deployments_by_label(
        self, call: ServiceCall, parameters: GetDeploymentsByLabelParameters
    ) -> bytes:
        """Return the JSON of the deployments whose label has one of some values."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        values = tuple(parameters.label_value.split(","))

        def read(tables: Tables) -> Iterable[bytes]:
            tables.require_workspace(call.principal.account, namespace)
            return tables.definitions.labelled(namespace, parameters.label_key, values)

        return _array(await reading(self._store, read), _left_out(parameters))

    async def create_deployment(
        self, call: ServiceCall, parameters: CreateDeploymentParameters
    ) -> bytes:
        """Create a deployment under a name that no other one of the namespace has."""
        requester = self._requester(call)
        deployment_id = time_ordered_id(requester.now)
        key = DeploymentKey(parameters.workspace, parameters.namespace, deployment_id)
        account = call.principal.account
        properties = properties_of(parameters.body)
        document = new_document(
            properties, key, caller_id(call), requester.now // 1000, self._defaults(properties)
        )

        def write(tables: Tables) -> bytes:
            if not tables.may_use_workspace(account, key.workspace):
                raise MissingResourceError("workspace", key.workspace)
            tables.deployments.lock(account, key)
            require_free_name(tables, key, document["name"])
            tables.definitions.insert(definition_of(key, document, changed=False))
            created = f"created by {requester.actor}"
            record(tables, requester, key, "DEPLOYMENT_CREATED", created)
            return served(tables, account, key)

        return await writing(self._store, write)

    async def update_deployment(
        self, call: ServiceCall, parameters: UpdateDeploymentParameters
    ) -> bytes:
        """Change the properties that the body names."""
        key, requester = _key(parameters), self._requester(call)
        properties = properties_of(parameters.body)
        return await writing(self._store, lambda tables: change(tables, requester, key, properties))

    async def update_deployment_by_name(
        self, call: ServiceCall, parameters: UpdateDeploymentByNameParameters
    ) -> bytes:
        """Change the properties that the body names, of the deployment of a name."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        requester, properties = self._requester(call), properties_of(parameters.body)

        def write(tables: Tables) -> bytes:
            name = parameters.deployment_name
            key = locked_by_name(tables, requester.account, namespace, name)
            return change(tables, requester, key, properties)

        return await writing(self._store, write)

    async def delete_deployment(
        self, call: ServiceCall, parameters: DeleteDeploymentParameters
    ) -> None:
        """Delete a deployment with its jobs, all of which have ended."""
        key, requester = _key(parameters), self._requester(call)
        await writing(self._store, lambda tables: remove(tables, requester, key))

    async def delete_deployment_by_name(
        self, call: ServiceCall, parameters: DeleteDeploymentByNameParameters
    ) -> None:
        """Delete the deployment of a name with its jobs, all of which have ended."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        requester = self._requester(call)

        def write(tables: Tables) -> None:
            name = parameters.deployment_name
            remove(tables, requester, locked_by_name(tables, requester.account, namespace, name))

        await writing(self._store, write)

    def _requester(self, call: ServiceCall) -> Requester:
        return Requester(
            account=call.principal.account,
            caller=caller_id(call),
            actor=actor(call),
            now=int(self._clock().timestamp() * 1000),
        )

    def _defaults(self, properties: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a deployment has when its creator does not say it."""
        targets = self._engine.targets()
        stated = (properties.get("deploymentTarget") or {}).get("name")
        named = [target for target in targets if target.name == stated] or targets[:1]
        if not named:
            return {}
        target = named[0]
        version = {"engineVersion": target.engine_version} if target.engine_version else {}
        return {**version, "deploymentTarget": {"mode": target.mode, "name": target.name}}


def _key(
    parameters: GetDeploymentParameters | UpdateDeploymentParameters | DeleteDeploymentParameters,
) -> DeploymentKey:
    return DeploymentKey(parameters.workspace, parameters.namespace, parameters.deployment_id)


def _left_out(
    parameters: GetDeploymentsByNameParameters | GetDeploymentsByLabelParameters,
) -> frozenset[str]:
    """Return the properties that a caller does not want."""
    summary = _SUMMARY if parameters.ignore_job_summary else frozenset()
    return summary | (_RESOURCES if parameters.ignore_resource_setting else frozenset())


def _array(documents: Iterable[bytes], left_out: Collection[str]) -> bytes:
    """Return documents as a JSON array, without some of their properties."""
    if left_out:
        documents = [_without(document, left_out) for document in documents]
    return b"[" + b",".join(documents) + b"]"


def _without(content: bytes, names: Collection[str]) -> bytes:
    document: dict[str, Any] = msgspec.json.decode(content)
    return msgspec.json.encode({name: document[name] for name in document if name not in names})
