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

from flinkjobs import AsyncClient, Client
from flinkjobs.models import Job

from .auth.keyring import Keyring
from .job_files import read_jobs
from .storage import Storage, open_storage
from .store.jobs import DeploymentKey, StoredJob

__all__ = ["Tenant", "TenantFactory", "open_tenants", "stored_jobs"]


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

    @property
    def environ(self) -> dict[str, str]:
        """The environment variables that `Client()` and the command line read."""
        return {
            "FLINKJOBS_ENDPOINT": self.endpoint,
            "FLINKJOBS_WORKSPACE": self.workspace,
            "FLINKJOBS_NAMESPACE": self.namespace,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": self.access_key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": self.access_key_secret,
        }

    def client(self, **settings: Any) -> Client:
        """Build a client of this account; settings are those of `Client`."""
        return Client(**{**self._settings, **settings})

    def async_client(self, **settings: Any) -> AsyncClient:
        """Build an asynchronous client of this account; settings are those of `AsyncClient`."""
        return AsyncClient(**{**self._settings, **settings})

    @property
    def _settings(self) -> dict[str, Any]:
        return {
            "endpoint": self.endpoint,
            "access_key_id": self.access_key_id,
            "access_key_secret": self.access_key_secret,
            "workspace": self.workspace,
            "namespace": self.namespace,
        }


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

    def add_jobs(
        self, tenant: Tenant, jobs: Sequence[Mapping[str, Any] | Job], **fields: Any
    ) -> list[dict[str, Any]]:
        """Add jobs of a tenant, generating missing ids and creation times; return them complete."""
        complete = [{**self._new_job(tenant), **fields, **_as_json(job)} for job in jobs]
        self._storage.jobs.put(tenant.account, stored_jobs(complete, "add_jobs"))
        return complete

    def states(
        self, tenant: Tenant, states: Sequence[str | Mapping[str, Any] | Job], **fields: Any
    ) -> list[dict[str, Any]]:
        """Return one job in several states, each complete; a name stands for a state alone."""
        job = {**self._new_job(tenant), **fields}
        return [{**job, **_as_json(state)} for state in states]

    def _new_job(self, tenant: Tenant) -> dict[str, Any]:
        return {
            "jobId": str(uuid.uuid4()),
            "deploymentId": tenant.deployment_id,
            "namespace": tenant.namespace,
            "workspace": tenant.workspace,
            "createdAt": str(next(self._created)),
        }


def stored_jobs(jobs: Sequence[Mapping[str, Any]], name: str) -> list[StoredJob]:
    """Return jobs as they are stored; raise TargetError, with the JSON path, for an invalid one."""
    return list(read_jobs(io.BytesIO(msgspec.json.encode(jobs)), name))


def _as_json(job: str | Mapping[str, Any] | Job) -> Mapping[str, Any]:
    """Return the JSON fields of a job: those of a model, or the state that a name stands for."""
    if isinstance(job, str):
        return {"status": {"currentJobStatus": job}}
    if isinstance(job, Job):
        fields: dict[str, Any] = msgspec.to_builtins(job)
        return fields
    return job


@contextmanager
def open_tenants(path: Path) -> Iterator[TenantFactory]:
    """Open the data directory of a target that another thread or process runs."""
    with open_storage(path) as storage:
        yield TenantFactory(storage)
