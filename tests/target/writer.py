"""Program that adds numbered jobs, batch by batch, and prints the number of committed ones."""

import sys
from itertools import count
from pathlib import Path

from flinkjobs_target.storage import is_postgresql_url, open_storage
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob


def main(location: str, begin: int, batch: int) -> None:
    """Add batches until killed."""
    with open_storage(location if is_postgresql_url(location) else Path(location)) as data:
        for first in count(begin, batch):
            data.jobs.put_batch("owner", [numbered(first + n) for n in range(batch)][::-1])
            print(first + batch, flush=True)


def numbered(number: int) -> StoredJob:
    """Return the job of a number."""
    return StoredJob(
        deployment=DeploymentKey("w", "n", "d"),
        job_id=f"{number:09}",
        gmt_create=number,
        status="RUNNING",
        document=b'{"jobId":"%09d"}' % number,
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
