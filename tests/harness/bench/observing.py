"""One observer on one core, of many clusters: whether it keeps its interval, and the requests that it sends.

The clusters are simulated, in a process of their own, with answers of recorded shapes.

FLINKJOBS_BENCH_CLUSTERS   clusters (default 20)
FLINKJOBS_BENCH_LIVE       jobs of each (default 1,000)
FLINKJOBS_BENCH_CHANGES    jobs of each that end in an interval, and as many that start (default 10)
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flinkjobs_target.storage import Storage, open_storage

from ...observe.bulk_clusters_process import BulkClusters, running_bulk_clusters
from .results import Benchmark, Finding, compare

__all__ = ["BENCHMARKS"]

CLUSTERS = int(os.environ.get("FLINKJOBS_BENCH_CLUSTERS", "20"))
JOBS = int(os.environ.get("FLINKJOBS_BENCH_LIVE", "1000"))
CHANGES = int(os.environ.get("FLINKJOBS_BENCH_CHANGES", "10"))
INTERVAL = 10.0
ROUNDS = 4
MAX_WAIT_SECONDS = 600.0


def observer_keeps_up() -> Sequence[Finding]:
    """Observe until all jobs are known; then change some in each interval, and wait for them."""
    with tempfile.TemporaryDirectory() as folder, running_bulk_clusters(CLUSTERS, JOBS) as crowds:
        began = time.monotonic()
        with open_storage(folder) as data, _observer(Path(folder), crowds.urls) as process:
            _wait(lambda: _count(data, "live") >= CLUSTERS * JOBS)
            took, cpu = time.monotonic() - began, _cpu(process)
            print(
                f"          first sight of {CLUSTERS * JOBS:,} jobs: {took:.0f} s, "
                f"{cpu:.0f} s of them CPU"
            )
            _settle(crowds)
            before, cpu = crowds.request_counts(), _cpu(process)
            delays = [_delay(crowds, data, round) for round in range(1, ROUNDS + 1)]
            spent = (_cpu(process) - cpu) / ROUNDS
            after = crowds.request_counts()
    for kind in sorted(after):
        number = (after[kind] - before.get(kind, 0)) / ROUNDS / CLUSTERS
        print(f"          asked a cluster in an interval: {kind:20} {number:8.1f}")
    label = f"{CLUSTERS} clusters, {JOBS} jobs, {CHANGES} changes"
    return [
        compare(f"{label}: CPU an interval", spent, INTERVAL, at_most=0.5, peer="the interval"),
        compare(
            f"{label}: slowest change", max(delays), INTERVAL, at_most=1.5, peer="the interval"
        ),
    ]


def _settle(crowds: BulkClusters) -> None:
    """Wait until the new jobs have been looked at once more, as each is when it has settled."""
    before = -1
    while (asked := crowds.request_counts().get("jobs/metrics", 0)) != before:
        before = asked
        time.sleep(1.5 * INTERVAL)


def _delay(crowds: BulkClusters, data: Storage, round: int) -> float:
    """Change jobs at the beginning of an interval; return the time until all are stored."""
    began = time.monotonic()
    changed = crowds.change(CHANGES)
    _wait(lambda: _count(data, "ended") >= CLUSTERS * CHANGES * round)
    delay = time.time() - changed
    time.sleep(max(0.0, INTERVAL - (time.monotonic() - began)))
    return delay


def _count(data: Storage, standing: str) -> int:
    rows = data.jobs._database.all(
        "SELECT COUNT(*) FROM observed_jobs WHERE standing = ?", (standing,)
    )
    return int(rows[0][0])


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MAX_WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@contextmanager
def _observer(folder: Path, urls: Sequence[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the observer on one core."""
    clusters = [f"--cluster=c{number}={url}" for number, url in enumerate(urls)]
    command = [sys.executable, "-m", "flinkjobs_target", "observe", f"--data={folder}", *clusters]
    with subprocess.Popen(
        [*command, f"--interval={INTERVAL}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def _cpu(process: "subprocess.Popen[bytes]") -> float:
    """Return the CPU seconds, user and system, that a process has spent."""
    text = Path(f"/proc/{process.pid}/stat").read_text()
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


BENCHMARKS = (Benchmark("observe", "one observer of many clusters", observer_keeps_up),)
