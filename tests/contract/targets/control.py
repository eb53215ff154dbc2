"""Control of a target's data, keys and clock, for targets that the tests start themselves.

What belongs to the target is imported when it is used: a server at a URL is tested without it.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec

from ..signing import Key

if TYPE_CHECKING:
    from flinkjobs_target.auth.keyring import Keyring
    from flinkjobs_target.storage import Storage
    from flinkjobs_target.store.jobs import DeploymentKey
    from flinkjobs_target.store.tables import Tables

    from .throttle import SwitchableThrottle

__all__ = ["ControlledClock", "Job", "TargetControl", "Tenant", "texts"]

Job = dict[str, Any]


class ControlledClock:
    """A clock with the real time, unless a test freezes or advances it."""

    def __init__(self) -> None:
        self._frozen: datetime | None = None

    def __call__(self) -> datetime:
        return self._frozen or datetime.now(UTC)

    def advance(self, **by: float) -> None:
        """Let time pass, or go back, while it is frozen: `advance(minutes=20)`."""
        self._frozen = self() + timedelta(**by)

    @contextmanager
    def frozen(self) -> Iterator[datetime]:
        """Freeze the time at a whole second; let it go in the end."""
        self._frozen = datetime.now(UTC).replace(microsecond=0)
        try:
            yield self._frozen
        finally:
            self._frozen = None


_NUMBERS = count(1)
"""Numbers of tenants, so that a seed that repeats a run repeats their names."""


@dataclass(frozen=True)
class Tenant:
    """An account with the key of its owner, and the ids of its deployment."""

    account: str
    key: Key
    values: Mapping[str, Any]

    @property
    def deployment(self) -> DeploymentKey:
        from flinkjobs_target.store.jobs import DeploymentKey

        names = ("workspace", "namespace", "deploymentId")
        return DeploymentKey(*(str(self.values[name]) for name in names))


@dataclass(frozen=True)
class TargetControl:
    """Changes the data of a target from outside; `jobs` is all that the first account has."""

    data: Storage
    account: str
    jobs: Sequence[Job]
    empty: Mapping[str, str]
    clock: ControlledClock | None = None
    throttle: SwitchableThrottle | None = None
    advance: Callable[[float], None] | None = None
    """Lets seconds pass by the clock, and the engine take the steps that are due."""
    keyring: Keyring = field(init=False)

    def __post_init__(self) -> None:
        from flinkjobs_target.auth.keyring import Keyring
        from flinkjobs_target.clock import utc_now

        keyring = Keyring(self.data.keys, clock=self.clock or utc_now)
        object.__setattr__(self, "keyring", keyring)

    @property
    def max_body_bytes(self) -> int:
        """The size of a body that the target refuses, whatever it holds."""
        from flinkjobs.server import Limits

        return Limits().body

    def create_key(
        self, account: str | None = None, user: str | None = None, **settings: Any
    ) -> Key:
        """Create a key; settings are `policies` and `expires_in`."""
        made = self.keyring.create(account or self.account, user, **settings)
        return Key(made.id, made.secret, made.security_token)

    def set_policies(self, user: str, *policies: Mapping[str, Any]) -> None:
        """Replace the policies of a user of the first account."""
        from flinkjobs_target.auth.users import Users

        Users(self.data.keys).permit(self.account, user, texts(policies))

    def create_tenant(self, *jobs: Mapping[str, Any]) -> Tenant:
        """Create an account with a workspace of its own and a deployment with these jobs."""
        name = f"{next(_NUMBERS):04}"
        account = f"account-{name}"
        values = {
            "workspace": f"workspace-{name}",
            "namespace": "namespace",
            "deploymentId": f"deployment-{name}",
        }
        values["savepointId"] = f"savepoint-{name}"
        tenant = Tenant(account, self.create_key(account), values)
        self.data.jobs.register(account, tenant.deployment)
        self.put_jobs(tenant, *jobs)
        return tenant

    def put_jobs(self, tenant: Tenant, *jobs: Mapping[str, Any]) -> None:
        """Add jobs, or change those of the same ids; and the savepoint of the tenant."""
        ids = {name: tenant.values[name] for name in ("workspace", "namespace", "deploymentId")}
        self.load_jobs(
            tenant.account, [{**ids, "jobId": tenant.values.get("jobId"), **job} for job in jobs]
        )
        savepoint = {"jobId": "job", **tenant.values, "savepointOrigin": "RETAINED_CHECKPOINT"}
        self.load_savepoints([savepoint])

    def load_jobs(self, account: str, jobs: Sequence[Mapping[str, Any]]) -> None:
        """Add jobs that have all their ids."""
        from flinkjobs_target.job_files import read_jobs

        self.data.jobs.put(account, read_jobs(io.BytesIO(msgspec.json.encode(jobs)), "jobs"))

    def load_savepoints(self, savepoints: Sequence[Mapping[str, Any]]) -> None:
        """Add savepoints that have all their ids, unless they are there."""

        def write(tables: Tables) -> None:
            for savepoint in savepoints:
                _insert_savepoint(tables, savepoint)

        asyncio.run(self.data.deploying.write(write))

    def delete_jobs(self, tenant: Tenant, *job_ids: str) -> None:
        """Delete jobs."""
        self.data.jobs.delete(tenant.account, tenant.deployment, job_ids)

    def documents(self) -> list[bytes]:
        """Return everything that the first account has, as it is stored."""
        return list(self.data.jobs.documents(self.account))


def _insert_savepoint(tables: Tables, savepoint: Mapping[str, Any]) -> None:
    """Insert a savepoint; its document has no workspace, in which it lies."""
    from flinkjobs_target.store.savepoints import StoredSavepoint
    from flinkjobs_target.store.types import NamespaceKey

    namespace = NamespaceKey(savepoint["workspace"], savepoint["namespace"])
    if tables.savepoints.document(namespace, savepoint["savepointId"]) is not None:
        return
    document = {name: value for name, value in savepoint.items() if name != "workspace"}
    stored = StoredSavepoint(
        savepoint_id=savepoint["savepointId"],
        deployment=namespace.deployment(savepoint["deploymentId"]).digest(),
        job_id=savepoint["jobId"],
        state=savepoint.get("status", {}).get("state", "COMPLETED"),
        origin=savepoint["savepointOrigin"],
        contents=b"",
        document=msgspec.json.encode(document),
    )
    tables.savepoints.insert(namespace, stored, savepoint.get("createdAt", 0))


def texts(policies: Sequence[Mapping[str, Any]]) -> list[str]:
    """Encode policies as they are stored."""
    return [msgspec.json.encode(policy).decode() for policy in policies]
