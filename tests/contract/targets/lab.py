"""A target whose data, keys and clock are in our hands."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import msgspec

from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.auth.users import Users
from flinkjobs_target.clock import utc_now
from flinkjobs_target.job_files import read_jobs
from flinkjobs_target.storage import Data
from flinkjobs_target.store.jobs import DeploymentKey

from ..signing import Key
from .throttle import LabThrottle

__all__ = ["Job", "Lab", "LabClock", "Tenant"]

Job = dict[str, Any]


class LabClock:
    """The real time, unless a test holds it still or moves it."""

    def __init__(self) -> None:
        self._held: datetime | None = None

    def __call__(self) -> datetime:
        return self._held or datetime.now(UTC)

    def move(self, **by: float) -> None:
        """Let time pass, or go back, while it is held: `move(minutes=20)`."""
        self._held = self() + timedelta(**by)

    @contextmanager
    def held(self) -> Iterator[datetime]:
        """Hold the time at a whole second; let it go in the end."""
        self._held = datetime.now(UTC).replace(microsecond=0)
        try:
            yield self._held
        finally:
            self._held = None


_NUMBERS = count(1)
"""Of the tenants of this process, so that a seed that repeats a run repeats their names."""


@dataclass(frozen=True)
class Tenant:
    """An account with the key of its owner, and where its jobs are."""

    account: str
    key: Key
    values: Mapping[str, Any]

    @property
    def place(self) -> DeploymentKey:
        names = ("workspace", "namespace", "deploymentId")
        return DeploymentKey(*(str(self.values[name]) for name in names))


@dataclass(frozen=True)
class Lab:
    """Changes what a target holds, beside the target; `jobs` is all that the first account has."""

    data: Data
    account: str
    jobs: Sequence[Job]
    empty: Mapping[str, str]
    clock: LabClock | None = None
    throttle: LabThrottle | None = None
    keyring: Keyring = field(init=False)

    def __post_init__(self) -> None:
        keyring = Keyring(self.data.keys, clock=self.clock or utc_now)
        object.__setattr__(self, "keyring", keyring)

    def key(self, account: str | None = None, user: str | None = None, **settings: Any) -> Key:
        """Make a key; settings are `policies` and `expires_in`."""
        made = self.keyring.create(account or self.account, user, **settings)
        return Key(made.id, made.secret, made.security_token)

    def permit(self, user: str, *policies: Mapping[str, Any]) -> None:
        """Change what a user of the first account may do."""
        Users(self.data.keys).permit(self.account, user, texts(policies))

    def tenant(self, *jobs: Mapping[str, Any]) -> Tenant:
        """Make an account with a workspace of its own and a deployment with these jobs."""
        name = f"{next(_NUMBERS):04}"
        account = f"account-{name}"
        values = {
            "workspace": f"workspace-{name}",
            "namespace": "namespace",
            "deploymentId": f"deployment-{name}",
        }
        tenant = Tenant(account, self.key(account), values)
        self.data.jobs.register(account, tenant.place)
        self.put(tenant, *jobs)
        return tenant

    def put(self, tenant: Tenant, *jobs: Mapping[str, Any]) -> None:
        """Add jobs, or change those of the same ids."""
        self.load(tenant.account, [{**tenant.values, **job} for job in jobs])

    def load(self, account: str, jobs: Sequence[Mapping[str, Any]]) -> None:
        """Add jobs that have all their ids."""
        self.data.jobs.put(account, read_jobs(io.BytesIO(msgspec.json.encode(jobs)), "jobs"))

    def delete(self, tenant: Tenant, *job_ids: str) -> None:
        """Delete jobs."""
        self.data.jobs.delete(tenant.account, tenant.place, job_ids)

    def documents(self) -> list[bytes]:
        """Give everything that the first account has, as it is stored."""
        return list(self.data.jobs.documents(self.account))


def texts(policies: Sequence[Mapping[str, Any]]) -> list[str]:
    """Write policies as they are kept."""
    return [msgspec.json.encode(policy).decode() for policy in policies]
