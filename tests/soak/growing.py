"""A deployment that grows while it is read: jobs are numbered, so that every page is foreseen.

A batch is written in one transaction. Whatever total a page shows, it must hold just the jobs that
were the first so many, in order.
"""

import json
import random
from collections.abc import Sequence

from flinkjobs_target.storage import Data
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob

__all__ = ["Growing", "numbered_page"]

BATCH = 10
_FILLING = "f" * 800


class Growing:
    """Writes batches of jobs; `acknowledged` are safe, `attempted` may be there."""

    def __init__(self, data: Data, account: str, place: DeploymentKey) -> None:
        self.place = place
        self.acknowledged = self.attempted = self.refused = 0
        self._data = data
        self._account = account

    def write(self) -> None:
        """Add a batch, and write an older one anew; leave the rest for the next time when refused."""
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
        """Write what was attempted, so that nobody need guess whether it is there."""
        while self.acknowledged < self.attempted:
            self.write()

    def _put(self, first: int) -> None:
        jobs = [self._job(number) for number in range(first, first + BATCH)]
        self._data.jobs.put_batch(self._account, jobs[::-1])

    def _job(self, number: int) -> StoredJob:
        job = {
            "jobId": id_of(number),
            "workspace": self.place.workspace,
            "namespace": self.place.namespace,
            "deploymentId": self.place.deployment_id,
            "createdAt": str(number),
            "creatorName": _FILLING,
            "status": {"currentJobStatus": "RUNNING"},
        }
        return StoredJob(
            deployment=self.place,
            job_id=id_of(number),
            gmt_create=number,
            status="RUNNING",
            document=json.dumps(job).encode(),
        )


def id_of(number: int) -> str:
    """Give the id of a job: ids sort as the numbers do, in every order of the API."""
    return f"job-{number:09}"


def numbered_page(total: int, page: int, size: int, direction: str) -> Sequence[str]:
    """Give the ids that a page must show when there are so many jobs."""
    begin, end = min((page - 1) * size, total), min(page * size, total)
    if direction == "asc":
        return [id_of(number) for number in range(begin, end)]
    return [id_of(total - 1 - number) for number in range(begin, end)]
