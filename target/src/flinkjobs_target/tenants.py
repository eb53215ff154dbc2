"""Throw-away accounts of tests, each with a key, a workspace and a deployment."""

import io
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from flinkjobs import Client

from .auth.keyring import Keyring
from .job_files import read_jobs
from .storage import Storage, open_storage
from .store.jobs import DeploymentKey

__all__ = ["Tenant", "TenantFactory", "open_tenants"]


class Tenant(Struct, frozen=True, kw_only=True):
    """An account of a running target, with its owner's key and the ids of its deployment."""

    endpoint: str
    account: str
    access_key_id: str
    access_key_secret: str
    workspace: str
    namespace: str
    deployment_id: str

    def __repr__(self) -> str:
        return f"Tenant(endpoint={self.endpoint!r}, account={self.account!r})"

    def client(self, **settings: Any) -> Client:
        """Build a client of this account; settings are those of `Client`."""
        defaults = {
            "endpoint": self.endpoint,
            "access_key_id": self.access_key_id,
            "access_key_secret": self.access_key_secret,
            "workspace": self.workspace,
            "namespace": self.namespace,
        }
        return Client(**{**defaults, **settings})


class TenantFactory:
    """Creates accounts, and adds jobs to them."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._created = count(int(time.time()))

    def create(self, endpoint: str) -> Tenant:
        """Create an account with a key and a deployment without jobs."""
        name = uuid.uuid4().hex[:12]
        key = Keyring(self._storage.keys).create(f"account-{name}")
        tenant = Tenant(
            endpoint=endpoint,
            account=key.account,
            access_key_id=key.id,
            access_key_secret=key.secret,
            workspace=f"workspace-{name}",
            namespace="namespace",
            deployment_id="deployment",
        )
        deployment = DeploymentKey(tenant.workspace, tenant.namespace, tenant.deployment_id)
        self._storage.jobs.register(tenant.account, deployment)
        return tenant

    def add_jobs(self, tenant: Tenant, jobs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Add jobs of a tenant, generating missing ids and creation times; return them complete."""
        complete = [
            {
                "jobId": str(uuid.uuid4()),
                "deploymentId": tenant.deployment_id,
                "namespace": tenant.namespace,
                "workspace": tenant.workspace,
                "createdAt": str(next(self._created)),
                **job,
            }
            for job in jobs
        ]
        document = io.BytesIO(msgspec.json.encode(complete))
        self._storage.jobs.put(tenant.account, read_jobs(document, "add_jobs"))
        return complete


@contextmanager
def open_tenants(path: Path) -> Iterator[TenantFactory]:
    """Open the data directory of a target that another thread or process runs."""
    with open_storage(path) as storage:
        yield TenantFactory(storage)
