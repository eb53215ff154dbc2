"""Two server processes on one PostgreSQL: what they serve together, and what they wait for."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg

from flinkjobs_target.store.keys import KeyRecord
from flinkjobs_target.tenants import Tenant

from .harness import in_turn
from .load import send_all
from .results import Benchmark, Finding, Missing, compare
from .servers import Served, prepared_tenant, served, signed_request
from .stores import postgresql_places

__all__ = ["BENCHMARKS"]

_REQUESTS = 600
_LOOKS = """SELECT coalesce(wait_event_type || ': ' || wait_event, 'working')
    FROM pg_stat_activity WHERE application_name = 'flinkjobs-target' AND state <> 'idle'"""


def sharing() -> Sequence[Finding]:
    """Compare a request of two processes on one database with a request of one."""
    with postgresql_places() as new_place:
        if new_place is None:
            raise Missing("there is no PostgreSQL; install the Debian package postgresql")
        place = new_place()
        with (
            prepared_tenant(place) as (tenant, key),
            served(place, "--access-log=none") as one,
            served(place, "--access-log=none") as other,
            ThreadPoolExecutor(2) as threads,
        ):

            def both() -> float:
                sent = [threads.submit(_send, each, tenant, key) for each in (one, other)]
                return max(each.result() for each in sent) / 2

            alone, together = in_turn([lambda: _send(one, tenant, key), both], rounds=7)
            with _watched(place) as looks:
                both()
    total = sum(looks.values())
    return [
        compare("a request, two processes on one PostgreSQL", together, alone, peer="one process"),
        *(
            compare(f"looks that found {what}", number, total, peer="all looks", unit="count")
            for what, number in looks.most_common(5)
        ),
    ]


def _send(server: Served, tenant: Tenant, key: KeyRecord) -> float:
    process, port = server
    requests = [signed_request(tenant, key, port) for _ in range(_REQUESTS)]
    return send_all(process.pid, port, requests).wall


@contextmanager
def _watched(place: str) -> Iterator[Counter[str]]:
    """Look at what the connections do or wait for, every few milliseconds."""
    looks, over = Counter[str](), threading.Event()

    def look() -> None:
        with psycopg.connect(place, autocommit=True) as connection:
            while not over.wait(0.005):
                looks.update(what for (what,) in connection.execute(_LOOKS))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield looks
    finally:
        over.set()
        watcher.join()


BENCHMARKS = (Benchmark("sharing", "two processes on one PostgreSQL", sharing),)
