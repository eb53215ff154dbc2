"""The service of deployments."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from flinkjobs.models import Deployment
from flinkjobs.server import (
    CreateDeploymentParameters,
    DeleteDeploymentParameters,
    Deployments,
    GetDeploymentParameters,
    ListDeploymentsParameters,
    PageResult,
    ServiceCall,
    UpdateDeploymentParameters,
)

from ..clock import Clock
from ..engine.interface import Engine
from ..ids import time_ordered_id
from ..store.definition_filters import DefinitionFilter
from ..store.definitions import definition_of
from ..store.tables import DeployStore, Tables
from ..store.types import DeploymentKey, MissingResourceError, NamespaceKey, Page
from .callers import caller_id
from .deployment_rules import changed_document, new_document, properties_of
from .failures import conflict
from .job_rules import active_jobs
from .transactions import reading, writing

__all__ = ["DeploymentService"]

_SEPARATORS = re.compile("[;,]")


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
            self._store, lambda tables: _served(tables, call.principal.account, key)
        )

    async def create_deployment(
        self, call: ServiceCall, parameters: CreateDeploymentParameters
    ) -> bytes:
        """Create a deployment under a name that no other one of the namespace has."""
        deployment_id = time_ordered_id(int(self._clock().timestamp() * 1000))
        key = DeploymentKey(parameters.workspace, parameters.namespace, deployment_id)
        account = call.principal.account
        properties = properties_of(parameters.body)
        document = new_document(
            properties, key, caller_id(call), self._now(), self._defaults(properties)
        )

        def write(tables: Tables) -> bytes:
            if not tables.may_use_workspace(account, key.workspace):
                raise MissingResourceError("workspace", key.workspace)
            tables.deployments.lock(account, key)
            _require_free_name(tables, key, document["name"])
            tables.definitions.insert(definition_of(key, document, changed=False))
            return _served(tables, account, key)

        return await writing(self._store, write)

    async def update_deployment(
        self, call: ServiceCall, parameters: UpdateDeploymentParameters
    ) -> bytes:
        """Change the properties that the body names."""
        key, account = _key(parameters), call.principal.account
        properties = properties_of(parameters.body)

        def write(tables: Tables) -> bytes:
            jobs = tables.deployments.lock_existing(account, key)
            document = changed_document(
                _document(tables, account, key), properties, caller_id(call), self._now()
            )
            _require_free_name(tables, key, document["name"])
            tables.definitions.replace(definition_of(key, document, changed=jobs > 0))
            return _served(tables, account, key)

        return await writing(self._store, write)

    async def delete_deployment(
        self, call: ServiceCall, parameters: DeleteDeploymentParameters
    ) -> None:
        """Delete a deployment with its jobs, all of which have ended."""
        key, account = _key(parameters), call.principal.account

        def write(tables: Tables) -> None:
            tables.deployments.lock_existing(account, key)
            if active := active_jobs(tables, key):
                job = active[0]
                raise conflict(
                    f"deployment {key.deployment_id} has job instance {job['jobId']}, which is "
                    f"{job['status']['currentJobStatus']}; stop it first"
                )
            tables.bury_jobs(key)
            tables.jobs.delete_deployment(account, key)

        await writing(self._store, write)

    def _now(self) -> int:
        return int(self._clock().timestamp())

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


def _document(tables: Tables, account: str, key: DeploymentKey) -> dict[str, Any]:
    content = tables.definitions.document(key)
    if content is None:
        raise tables.missing(account, key.namespace_key, "deployment", key.deployment_id)
    document: dict[str, Any] = msgspec.json.decode(content)
    return document


def _served(tables: Tables, account: str, key: DeploymentKey) -> bytes:
    tables.deployments.total(account, key)  # raises for what is not the account's
    content = tables.definitions.served(key)
    if content is None:
        raise tables.missing(account, key.namespace_key, "deployment", key.deployment_id)
    return content


def _require_free_name(tables: Tables, key: DeploymentKey, name: str) -> None:
    tables.definitions.lock_namespace(key.namespace_key)
    others = set(tables.definitions.ids_of_name(key.namespace_key, name)) - {key.digest()}
    if others:
        raise conflict(
            f"the namespace has a deployment named {msgspec.json.encode(name).decode()} already; "
            "choose another name, or update that one"
        )
