"""The cost of a rate limit per access key: each request is counted in the store."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack

from flinkjobs_target.storage import open_storage

from .harness import interleaved, wall_of
from .load import send_requests
from .results import Benchmark, Finding, compare
from .servers import RunningServer, prepared_tenant, running_target_server, signed_request
from .stores import postgresql_locations

__all__ = ["BENCHMARKS"]

_REQUESTS = 1500
_LIMIT = ("--rate=1000000", "--burst=1000000")


def throttling() -> Sequence[Finding]:
    """Compare requests that are counted against a limit with those that are not."""
    with ExitStack() as stack:
        locations = {"SQLite": stack.enter_context(tempfile.TemporaryDirectory())}
        new_location = stack.enter_context(postgresql_locations())
        if new_location is not None:
            locations["PostgreSQL"] = new_location()
        return [
            measure(name, location)
            for name, location in locations.items()
            for measure in (_counted, _limited)
        ]


def _counted(name: str, location: str) -> Finding:
    """Compare the time of counting, in process, with that of writing a nonce."""
    with open_storage(location) as data:

        def count() -> None:
            now = time.time_ns() // 1000
            asyncio.run(data.buckets.take("key", now=now, interval=1, burst=1_000_000))

        def write_nonce() -> None:
            asyncio.run(data.nonces.check(int(time.time()) + 900))

        counted, written = interleaved([wall_of(count, 200), wall_of(write_nonce, 200)], rounds=9)
    return compare(f"counting a request, {name}", counted, written, peer="writing a nonce alone")


def _limited(name: str, location: str) -> Finding:
    """Compare requests to two servers, one with a limit that none of them reaches."""
    with (
        prepared_tenant(location) as (tenant, key),
        running_target_server(location, "--access-log=none") as free,
        running_target_server(location, "--access-log=none", *_LIMIT) as limited,
    ):

        def measure(server: RunningServer) -> float:
            process, port = server
            requests = [signed_request(tenant, key, port) for _ in range(_REQUESTS)]
            return send_requests(process.pid, port, requests).wall

        without, counted = interleaved([lambda: measure(free), lambda: measure(limited)], rounds=7)
    return compare(f"a request under a limit, {name}", counted, without, peer="no limit")


BENCHMARKS = (Benchmark("throttle", "wall time of a request with a limit per key", throttling),)
