"""Changes of deployments inside a transaction: by id, and by a name that one deployment has."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from ..store.definitions import definition_of
from ..store.events import EventName, deployment_event
from ..store.tables import Tables
from ..store.types import DeploymentKey, NamespaceKey
from .deployment_rules import changed_document
from .failures import conflict, not_found
from .job_rules import active_jobs

__all__ = [
    "Requester",
    "change",
    "locked_by_name",
    "record",
    "remove",
    "require_free_name",
    "served",
]


class Requester(Struct, frozen=True, kw_only=True):
    """Who asks for a change, and when, in milliseconds; `actor` is the caller in events."""

    account: str
    caller: str
    actor: str
    now: int


def change(
    tables: Tables, requester: Requester, key: DeploymentKey, properties: Mapping[str, Any]
) -> bytes:
    """Change the properties of a deployment that are given; return it as it is served.

    Raises OperationFailure for a change that is against the rules.
    """
    jobs = tables.deployments.lock_existing(requester.account, key)
    document = changed_document(
        _document(tables, requester.account, key),
        properties,
        requester.caller,
        requester.now // 1000,
    )
    require_free_name(tables, key, document["name"])
    tables.definitions.replace(definition_of(key, document, changed=jobs > 0))
    named = ", ".join(sorted(properties)) or "nothing"
    record(tables, requester, key, "DEPLOYMENT_UPDATED", f"updated by {requester.actor}: {named}")
    return served(tables, requester.account, key)


def remove(tables: Tables, requester: Requester, key: DeploymentKey) -> None:
    """Delete a deployment with its jobs; raise OperationFailure while one has not ended."""
    tables.deployments.lock_existing(requester.account, key)
    if active := active_jobs(tables, key):
        job = active[0]
        raise conflict(
            f"deployment {key.deployment_id} has job instance {job['jobId']}, which is "
            f"{job['status']['currentJobStatus']}; stop it first"
        )
    record(tables, requester, key, "DEPLOYMENT_DELETED", f"deleted by {requester.actor}")
    tables.bury_jobs(key)
    tables.jobs.delete_deployment(requester.account, key)


def locked_by_name(
    tables: Tables, account: str, namespace: NamespaceKey, name: str
) -> DeploymentKey:
    """Lock the only deployment of a name; raise OperationFailure where there is none, or several."""
    tables.require_workspace(account, namespace)
    key = _key_of_name(tables, namespace, name)
    tables.deployments.lock_existing(account, key)
    if _key_of_name(tables, namespace, name) != key:  # renamed before it was locked
        raise not_found("deployment", name)
    return key


def record(
    tables: Tables, requester: Requester, key: DeploymentKey, name: EventName, text: str
) -> None:
    """Record a change of a deployment."""
    message = f"deployment {key.deployment_id} {text}"
    tables.events.record(deployment_event(key, requester.now, name, message))


def served(tables: Tables, account: str, key: DeploymentKey) -> bytes:
    """Return a deployment as it is served; raise MissingResourceError when the account has none."""
    tables.deployments.total(account, key)  # raises for what is not the account's
    content = tables.definitions.served(key)
    if content is None:
        raise tables.missing(account, key.namespace_key, "deployment", key.deployment_id)
    return content


def require_free_name(tables: Tables, key: DeploymentKey, name: str) -> None:
    """Raise OperationFailure when another deployment of the namespace has a name."""
    tables.definitions.lock_namespace(key.namespace_key)
    others = set(tables.definitions.ids_of_name(key.namespace_key, name)) - {key.digest()}
    if others:
        raise conflict(
            f"the namespace has a deployment named {msgspec.json.encode(name).decode()} already; "
            "choose another name, or update that one"
        )


def _key_of_name(tables: Tables, namespace: NamespaceKey, name: str) -> DeploymentKey:
    keys = tables.deployments.keys(tables.definitions.ids_of_name(namespace, name))
    if not keys:
        raise not_found("deployment", name)
    if len(keys) > 1:
        ids = ", ".join(key.deployment_id for key in keys)
        raise conflict(f"{len(keys)} deployments have this name; pass the id of one: {ids}")
    return keys[0]


def _document(tables: Tables, account: str, key: DeploymentKey) -> dict[str, Any]:
    content = tables.definitions.document(key)
    if content is None:
        raise tables.missing(account, key.namespace_key, "deployment", key.deployment_id)
    document: dict[str, Any] = msgspec.json.decode(content)
    return document
