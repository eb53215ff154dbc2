"""Accounts that tests use and throw away, each with a key, a workspace and a deployment."""

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
from .storage import Data, open_data
from .store.jobs import DeploymentKey

__all__ = ["Tenant", "Tenants", "open_tenants"]


class Tenant(Struct, frozen=True, kw_only=True):
    """An account of a running target, its owner's key, and where its jobs are."""

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
        """Make a client of this account; settings are those of `Client`."""
        known = {
            "endpoint": self.endpoint,
            "access_key_id": self.access_key_id,
            "access_key_secret": self.access_key_secret,
            "workspace": self.workspace,
            "namespace": self.namespace,
        }
        return Client(**{**known, **settings})


class Tenants:
    """Makes accounts in a data directory, and gives them jobs."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._created = count(int(time.time()))

    def create(self, endpoint: str) -> Tenant:
        """Make an account with a key and a deployment that has no jobs yet."""
        name = uuid.uuid4().hex[:12]
        key = Keyring(self._data.keys).create(f"account-{name}")
        tenant = Tenant(
            endpoint=endpoint,
            account=key.account,
            access_key_id=key.id,
            access_key_secret=key.secret,
            workspace=f"workspace-{name}",
            namespace="namespace",
            deployment_id="deployment",
        )
        place = DeploymentKey(tenant.workspace, tenant.namespace, tenant.deployment_id)
        self._data.jobs.register(tenant.account, place)
        return tenant

    def add_jobs(self, tenant: Tenant, jobs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Add jobs of a tenant; what they lack of ids and creation time is made up."""
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
        self._data.jobs.put(tenant.account, read_jobs(document, "add_jobs"))
        return complete


@contextmanager
def open_tenants(path: Path) -> Iterator[Tenants]:
    """Open the data directory of a target that runs elsewhere."""
    with open_data(path) as data:
        yield Tenants(data)
