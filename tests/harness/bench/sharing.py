"""Two server processes on one PostgreSQL: their joint throughput, and their wait events."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg

from flinkjobs_target.store.keys import KeyRecord
from flinkjobs_target.tenants import Tenant

from .harness import interleaved
from .load import send_requests
from .results import Benchmark, Finding, MissingTool, compare
from .servers import RunningServer, prepared_tenant, running_target_server, signed_request
from .stores import postgresql_locations

__all__ = ["BENCHMARKS"]

_REQUESTS = 600
_SAMPLE_QUERY = """SELECT coalesce(wait_event_type || ': ' || wait_event, 'working')
    FROM pg_stat_activity WHERE application_name = 'flinkjobs-target' AND state <> 'idle'"""


def sharing() -> Sequence[Finding]:
    """Compare a request of two processes on one database with a request of one."""
    with postgresql_locations() as new_location:
        if new_location is None:
            raise MissingTool("there is no PostgreSQL; install the Debian package postgresql")
        location = new_location()
        with (
            prepared_tenant(location) as (tenant, key),
            running_target_server(location, "--access-log=none") as first,
            running_target_server(location, "--access-log=none") as second,
            ThreadPoolExecutor(2) as threads,
        ):

            def both() -> float:
                sent = [threads.submit(_send, each, tenant, key) for each in (first, second)]
                return max(each.result() for each in sent) / 2

            alone, together = interleaved([lambda: _send(first, tenant, key), both], rounds=7)
            with _watched(location) as samples:
                both()
    total = sum(samples.values())
    return [
        compare("a request, two processes on one PostgreSQL", together, alone, peer="one process"),
        *(
            compare(f"looks that found {label}", number, total, peer="all looks", unit="count")
            for label, number in samples.most_common(5)
        ),
    ]


def _send(server: RunningServer, tenant: Tenant, key: KeyRecord) -> float:
    process, port = server
    requests = [signed_request(tenant, key, port) for _ in range(_REQUESTS)]
    return send_requests(process.pid, port, requests).wall


@contextmanager
def _watched(location: str) -> Iterator[Counter[str]]:
    """Sample the wait events of the connections every few milliseconds."""
    samples, over = Counter[str](), threading.Event()

    def look() -> None:
        with psycopg.connect(location, autocommit=True) as connection:
            while not over.wait(0.005):
                samples.update(label for (label,) in connection.execute(_SAMPLE_QUERY))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield samples
    finally:
        over.set()
        watcher.join()


BENCHMARKS = (Benchmark("sharing", "two processes on one PostgreSQL", sharing),)
