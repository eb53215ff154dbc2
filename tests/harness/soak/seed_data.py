"""The data of the target before a run: accounts, users, keys and deployments."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from typing import Any

import msgspec

from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.job_files import read_jobs
from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.storage import Storage
from flinkjobs_target.store.jobs import DeploymentKey
from flinkjobs_target.store.keys import KeyRecord

from ...contract.signing import Key
from ...contract.targets.seed_jobs import EXAMPLE
from .growing_deployment import GrowingDeployment

__all__ = ["OBSERVED_DEPLOYMENTS", "SeedData", "policy"]

STEADY = DeploymentKey("w", "n", "steady")
EMPTY = DeploymentKey("w", "n", "empty")
OTHERS = DeploymentKey("w-other", "n", "theirs")
OBSERVED_DEPLOYMENTS = ("c0", "c1")
"""Deployments of the simulated clusters, which have the same names, in `w` and `n`."""
_STEADY_JOBS = 300


class SeedData:
    """Account `owner` with the workspace `w`, and `other` with `w-other`."""

    def __init__(self, data: Storage) -> None:
        self._keyring = Keyring(data.keys)
        self.owner = self._key("owner")
        self.other = self._key("other")
        self.list_only = self._key("owner", "lister", policies=[policy("stream:List*")])
        self.temporary = self._key("owner", expires_in=timedelta(days=1))
        self.disabled = self._key("owner")
        self._keyring.set_active(self.disabled.id, False)
        self.growing = GrowingDeployment(data, "owner", DeploymentKey("w", "n", "growing"))
        self.observed_totals: dict[str, int] = {}
        self.jobs = _steady_jobs()
        _load(data, "owner", self.jobs)
        _load(data, "other", [{**self.jobs[0], **_ids(OTHERS)}])
        data.jobs.register("owner", EMPTY)

    @cached_property
    def sorted_ids(self) -> Mapping[str, Sequence[str]]:
        """The ids of the steady jobs by each sort key, ascending."""
        keys: dict[str, Any] = {
            "gmt_create": lambda job: (int(job["createdAt"]), job["jobId"]),
            "job_id": lambda job: job["jobId"],
            "status": lambda job: (job["status"]["currentJobStatus"], job["jobId"]),
        }
        return {
            name: [job["jobId"] for job in sorted(self.jobs, key=key)] for name, key in keys.items()
        }

    def _key(self, account: str, user: str | None = None, **settings: Any) -> Key:
        return signing_key(self._keyring.create(account, user, **settings))


def policy(action: str) -> str:
    """Return a policy document that allows an action."""
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "1", "Statement": [statement]})


def signing_key(record: KeyRecord) -> Key:
    """Return a key as the contract's tests sign with it."""
    return Key(record.id, record.secret, record.security_token)


def _steady_jobs() -> list[dict[str, Any]]:
    job = {**json.loads(EXAMPLE.read_text("utf-8"))["data"][0], **_ids(STEADY)}
    return list(varied_jobs(job, _STEADY_JOBS))


def _ids(deployment: DeploymentKey) -> dict[str, str]:
    return {
        "workspace": deployment.workspace,
        "namespace": deployment.namespace,
        "deploymentId": deployment.deployment_id,
    }


def _load(data: Storage, account: str, jobs: Sequence[Mapping[str, Any]]) -> None:
    data.jobs.put(account, read_jobs(BytesIO(msgspec.json.encode(jobs)), "seed_data"))
