"""Adds batch after batch of numbered jobs, and says after each how many jobs are safe."""

import sys
from itertools import count
from pathlib import Path

from flinkjobs_target.storage import is_url, open_data
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob


def main(place: str, begin: int, batch: int) -> None:
    """Go on for ever."""
    with open_data(place if is_url(place) else Path(place)) as data:
        for first in count(begin, batch):
            data.jobs.put_batch("owner", [numbered(first + n) for n in range(batch)][::-1])
            print(first + batch, flush=True)


def numbered(number: int) -> StoredJob:
    """Make a job."""
    return StoredJob(
        deployment=DeploymentKey("w", "n", "d"),
        job_id=f"{number:09}",
        gmt_create=number,
        status="RUNNING",
        document=b'{"jobId":"%09d"}' % number,
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
