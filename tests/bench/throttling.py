"""What a limit per access key costs a request, which is then counted in the store."""

import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack

from flinkjobs_target.storage import open_data

from .harness import in_turn, wall_of
from .load import send_all
from .results import Benchmark, Finding, compare
from .servers import Served, prepared_tenant, served, signed_request
from .stores import postgresql_places

__all__ = ["BENCHMARKS"]

_REQUESTS = 1500
_LIMIT = ("--rate=1000000", "--burst=1000000")


def throttling() -> Sequence[Finding]:
    """Compare requests that are counted against a limit with those that are not."""
    with ExitStack() as stack:
        places = {"SQLite": stack.enter_context(tempfile.TemporaryDirectory())}
        new_place = stack.enter_context(postgresql_places())
        if new_place is not None:
            places["PostgreSQL"] = new_place()
        return [
            measure(name, place) for name, place in places.items() for measure in (_counted, _asked)
        ]


def _counted(name: str, place: str) -> Finding:
    """Compare what counting takes, in process, with what a nonce takes."""
    with open_data(place) as data:

        def count() -> None:
            now = time.time_ns() // 1000
            data.buckets.take("key", now=now, interval=1, burst=1_000_000)

        def write_nonce() -> None:
            data.nonces.check(int(time.time()) + 900)

        counted, written = in_turn([wall_of(count, 200), wall_of(write_nonce, 200)], rounds=9)
    return compare(f"counting a request, {name}", counted, written, peer="writing a nonce alone")


def _asked(name: str, place: str) -> Finding:
    """Compare requests to two servers, one with a limit that none of them reaches."""
    with (
        prepared_tenant(place) as (tenant, key),
        served(place, "--access-log=none") as free,
        served(place, "--access-log=none", *_LIMIT) as limited,
    ):

        def ask(server: Served) -> float:
            process, port = server
            requests = [signed_request(tenant, key, port) for _ in range(_REQUESTS)]
            return send_all(process.pid, port, requests).wall

        without, counted = in_turn([lambda: ask(free), lambda: ask(limited)], rounds=7)
    return compare(f"a request under a limit, {name}", counted, without, peer="no limit")


BENCHMARKS = (Benchmark("throttle", "wall time of a request with a limit per key", throttling),)
