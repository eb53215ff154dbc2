"""How cost grows: with the size of a page, the calls in flight, the latency, the number of jobs."""

import asyncio
import json
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec
import orjson
from alibabacloud_ververica20220718.models import ListJobsResponseBody

from flinkjobs.operations import LIST_JOBS
from flinkjobs_target.storage import open_data
from flinkjobs_target.store.jobs import batches
from flinkjobs_target.store.sort_keys import Order

from .calls import time_of_calls_at_once
from .canned import canned
from .decode import page_of
from .harness import cpu_of, in_turn, wall_of
from .peers import Vendor, our_client
from .results import Benchmark, Curve
from .stores import LARGE, postgresql_places, small_jobs

__all__ = ["BENCHMARKS"]

_SIZES = (1, 10, 25, 50, 100)
_IN_FLIGHT = (1, 4, 16, 64)
_LATENCIES = (0.0, 0.01, 0.05, 0.1)
_JOBS = (1_000, 10_000, 100_000)
_PAGES = 20


def decoding() -> Sequence[Curve]:
    """Decode pages of several sizes."""
    decoder = msgspec.json.Decoder(LIST_JOBS.answer)

    def of(page: bytes) -> list[Callable[[], object]]:
        return [
            lambda: decoder.decode(page),
            lambda: orjson.loads(page),
            lambda: ListJobsResponseBody().from_map(json.loads(page)),
        ]

    rows = [in_turn([cpu_of(one, 20) for one in of(page_of(size))], rounds=7) for size in _SIZES]
    names = ("flinkjobs, typed", "orjson, untyped", "the vendor's SDK")
    return (_curve("CPU from bytes to objects", "jobs on the page", _SIZES, names, rows),)


def calling() -> Sequence[Curve]:
    """Call for pages of several sizes."""
    rows = []
    with canned() as address, our_client(address) as client:
        vendor = Vendor(address)
        for size in _SIZES:
            ours = cpu_of(partial(client.jobs.list, deployment_id="d", page_size=size), 30)
            rows.append(in_turn([ours, cpu_of(partial(vendor.page, 1, size), 15)], rounds=7))
    names = ("flinkjobs", "the vendor's SDK")
    return (_curve("CPU of one signed call", "jobs on the page", _SIZES, names, rows),)


def flying() -> Sequence[Curve]:
    """Call with several calls in flight."""
    rows = []
    for at_once in _IN_FLIGHT:
        with canned() as ours, canned() as theirs:
            rows.append(asyncio.run(time_of_calls_at_once(ours, theirs, at_once, rounds=5)))
    names = ("flinkjobs", "the vendor's SDK")
    return (_curve("time of a call, page of 10", "calls in flight", _IN_FLIGHT, names, rows),)


def waiting() -> Sequence[Curve]:
    """List pages of 100 jobs from servers that take their time."""
    rows = []
    for latency in _LATENCIES:
        with canned(pages=_PAGES, delay=latency) as address, our_client(address) as client:
            vendor, listing = Vendor(address), partial(client.jobs.list, deployment_id="d")

            rows.append(
                in_turn(
                    [
                        wall_of(lambda: list(listing())),  # noqa: B023
                        wall_of(lambda: list(listing().iterate(parallel=16))),  # noqa: B023
                        wall_of(lambda: _by_the_sdk(vendor)),  # noqa: B023
                    ],
                    rounds=3,
                )
            )
    names = ("flinkjobs, one by one", "flinkjobs, parallel=16", "the vendor's SDK, one by one")
    what = f"time of {_PAGES} pages of 100"
    across = "latency of the server, ms"
    return (_curve(what, across, [each * 1e3 for each in _LATENCIES], names, rows),)


def _by_the_sdk(vendor: Vendor) -> None:
    for index in range(1, _PAGES + 1):
        vendor.page(index, 100)


def growing() -> Sequence[Curve]:
    """Read pages from stores of several sizes."""
    series: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, postgresql_places() as new_place:
        for jobs in _JOBS:
            places: dict[str, Path | str] = {"SQLite": Path(folder) / str(jobs)}
            if new_place is not None:
                places["PostgreSQL"] = new_place()
            for name, place in places.items():
                first, last = _reads(place, jobs)
                series.setdefault(f"{name}, page 1", []).append(first)
                series.setdefault(f"{name}, last page", []).append(last)
    what, across = "time of a page of 100, without HTTP", "jobs of the deployment"
    return (Curve(what=what, across=across, at=_JOBS, series=series),)


def _reads(place: Path | str, jobs: int) -> list[float]:
    with open_data(place) as data:
        for batch in batches(small_jobs(jobs, (LARGE,))):
            data.jobs.put_batch("owner", batch)
        read = partial(data.jobs.page, "owner", LARGE, Order("gmt_create", "desc"), limit=100)
        first, last = partial(read, offset=0), partial(read, offset=jobs - 100)
        return [float(each) for each in in_turn([wall_of(first, 20), wall_of(last, 20)], rounds=9)]


def _curve(
    what: str,
    across: str,
    at: Sequence[float],
    names: Sequence[str],
    rows: Sequence[Sequence[float]],
) -> Curve:
    columns = [[float(each) for each in column] for column in zip(*rows, strict=True)]
    return Curve(what=what, across=across, at=at, series=dict(zip(names, columns, strict=True)))


BENCHMARKS = (
    Benchmark("by-page", "how decoding grows with the page", decoding),
    Benchmark("by-call", "how a call grows with the page", calling),
    Benchmark("by-flight", "how calls fare with others in flight", flying),
    Benchmark("by-wait", "how a listing fares with a slow server", waiting),
    Benchmark("by-size", "how pages fare with the number of jobs", growing),
)
