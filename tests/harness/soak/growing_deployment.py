"""A deployment that grows while it is read, with numbered jobs, so that pages are predictable.

A batch is written in one transaction. A page with a total of n must hold the first n jobs in order.
"""

import json
import random
from collections.abc import Sequence

from flinkjobs_target.storage import Storage
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob

__all__ = ["GrowingDeployment", "expected_page"]

BATCH = 10
_PADDING = "f" * 800


class GrowingDeployment:
    """Writes batches of jobs; `acknowledged` ones are stored, `attempted` ones may be."""

    def __init__(self, data: Storage, account: str, deployment: DeploymentKey) -> None:
        self.deployment = deployment
        self.acknowledged = self.attempted = self.refused = 0
        self._data = data
        self._account = account

    def write(self) -> None:
        """Add a batch, and rewrite an older one; retry with the next call when unavailable."""
        first = self.acknowledged
        self.attempted = first + BATCH
        older = random.Random(first).randrange(0, first + 1, BATCH)
        try:
            self._put(first)
            self.acknowledged = self.attempted
            self._put(older)
        except UnavailableError:
            self.refused += 1

    def finish(self) -> None:
        """Write until all attempted jobs are acknowledged."""
        while self.acknowledged < self.attempted:
            self.write()

    def _put(self, first: int) -> None:
        jobs = [self._job(number) for number in range(first, first + BATCH)]
        self._data.jobs.put_batch(self._account, jobs[::-1])

    def _job(self, number: int) -> StoredJob:
        job = {
            "jobId": job_id_at(number),
            "workspace": self.deployment.workspace,
            "namespace": self.deployment.namespace,
            "deploymentId": self.deployment.deployment_id,
            "createdAt": str(number),
            "creatorName": _PADDING,
            "status": {"currentJobStatus": "RUNNING"},
        }
        return StoredJob(
            deployment=self.deployment,
            job_id=job_id_at(number),
            gmt_create=number,
            status="RUNNING",
            document=json.dumps(job).encode(),
        )


def job_id_at(number: int) -> str:
    """Return the id of a job; ids sort like numbers, by every sort key of the API."""
    return f"job-{number:09}"


def expected_page(total: int, page: int, size: int, direction: str) -> Sequence[str]:
    """Return the ids that a page must show when there are `total` jobs."""
    begin, end = min((page - 1) * size, total), min(page * size, total)
    if direction == "asc":
        return [job_id_at(number) for number in range(begin, end)]
    return [job_id_at(total - 1 - number) for number in range(begin, end)]
