"""The simulated clusters of `bulk_clusters.py` in a process of their own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["BulkClusters", "running_bulk_clusters"]


class BulkClusters:
    """The running clusters, and their URLs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.urls: list[str] = json.loads(self._read_line())

    def change(self, jobs: int) -> float:
        """End jobs of each cluster and start as many; return the time of the change."""
        return float(self._execute(f"change {jobs}"))

    def request_counts(self) -> dict[str, int]:
        """Return the number of requests by endpoint."""
        return json.loads(self._execute("counts"))  # type: ignore[no-any-return]

    def _execute(self, command: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        return self._read_line()

    def _read_line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def running_bulk_clusters(clusters: int, jobs: int) -> Iterator[BulkClusters]:
    """Run clusters with `jobs` jobs each; terminate them at the end."""
    command = [sys.executable, "-m", "tests.observe.bulk_clusters", str(clusters), str(jobs)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield BulkClusters(process)
        finally:
            process.terminate()
