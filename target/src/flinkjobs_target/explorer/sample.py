"""The sample jobs: the job of the product's page and variations of it, as recent as if they ran this week."""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from typing import Any

from flinkjobs.server import ErrorResponse

from ..errors import TargetError
from ..job_files import read_jobs
from ..sample_jobs import varied_jobs
from ..store.jobs import DeploymentKey, JobStore, MissingResourceError
from ..store.sort_keys import SortOrder

__all__ = ["SampleJobs", "sample_document"]

_COUNT = 40
_SEED = 7
_AGE_SECONDS = 6 * 86_400
_NEWEST = SortOrder("gmt_create", "desc")


class SampleJobs:
    """Loads the sample jobs into a store, unless their deployment is there already."""

    def __init__(self, store: JobStore, document: bytes) -> None:
        """Read the jobs of a document, which all belong to one deployment."""
        self._store = store
        self._jobs = list(read_jobs(io.BytesIO(document), "sample.json"))
        (self._deployment,) = {job.deployment for job in self._jobs}

    @property
    def deployment(self) -> DeploymentKey:
        """The deployment of the jobs."""
        return self._deployment

    async def is_missing(self, account: str) -> bool:
        """Whether an account has no jobs of the sample's deployment."""
        try:
            page = await self._store.page(account, self._deployment, _NEWEST, limit=1, offset=0)
        except MissingResourceError:
            return True
        return page.total == 0

    async def load(self, account: str) -> int:
        """Add the jobs and return their number; raise ErrorResponse where there are some already."""
        if not await self.is_missing(account):
            message = "the deployment of the sample has jobs already; nothing was loaded"
            raise ErrorResponse("Conflict", message, status=409)
        try:
            return self._store.put(account, self._jobs).jobs
        except TargetError as error:
            raise ErrorResponse("Conflict", str(error), status=409) from error


def sample_document(now: datetime) -> bytes:
    """Return the sample jobs as JSON, the newest of which was created some days ago."""
    page = resources.files(__package__) / "page"
    job = json.loads((page / "example.json").read_text("utf-8"))["data"][0]
    recent = _moved(job, int(now.timestamp()) - _AGE_SECONDS - int(job["createdAt"]))
    return json.dumps([recent, *varied_jobs(recent, _COUNT, seed=_SEED)]).encode()


def _moved(job: Mapping[str, Any], seconds: int) -> dict[str, Any]:
    """Return a job with its times moved; it runs still, and has no end."""
    failure = job["status"]["failure"]
    moved = {
        **job,
        "createdAt": str(int(job["createdAt"]) + seconds),
        "modifiedAt": str(int(job["modifiedAt"]) + seconds),
        "startTime": int(job["createdAt"]) + seconds + 9,
        "status": {
            **job["status"],
            "failure": {**failure, "failedAt": int(job["createdAt"]) + seconds + 5},
        },
    }
    del moved["endTime"]
    return moved
