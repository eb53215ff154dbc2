"""Curves of cost over the size of a page, the calls in flight, the latency, the number of jobs."""

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
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.jobs import batches
from flinkjobs_target.store.sort_keys import SortOrder

from .calls import time_of_concurrent_calls
from .canned import canned_server
from .decode import page_of
from .harness import cpu_of, interleaved, wall_of
from .our_clients import our_client
from .peers.vendor import VendorClient
from .results import Benchmark, Curve
from .stores import LARGE, postgresql_locations, small_jobs

__all__ = ["BENCHMARKS"]

_SIZES = (1, 10, 25, 50, 100)
_IN_FLIGHT = (1, 4, 16, 64)
_LATENCIES = (0.0, 0.01, 0.05, 0.1)
_JOBS = (1_000, 10_000, 100_000)
_PAGES = 20


def decoding() -> Sequence[Curve]:
    """Decode pages of several sizes."""
    decoder = msgspec.json.Decoder(LIST_JOBS.response_type)

    def decoders_of(page: bytes) -> list[Callable[[], object]]:
        return [
            lambda: decoder.decode(page),
            lambda: orjson.loads(page),
            lambda: ListJobsResponseBody().from_map(json.loads(page)),
        ]

    rows = [
        interleaved([cpu_of(decode, 20) for decode in decoders_of(page_of(size))], rounds=7)
        for size in _SIZES
    ]
    names = ("flinkjobs, typed", "orjson, untyped", "the vendor's SDK")
    return (_curve("CPU from bytes to objects", "jobs on the page", _SIZES, names, rows),)


def calling() -> Sequence[Curve]:
    """Call for pages of several sizes."""
    rows = []
    with canned_server() as address, our_client(address) as client:
        vendor = VendorClient(address)
        for size in _SIZES:
            ours = cpu_of(partial(client.jobs.list, deployment_id="d", page_size=size), 30)
            rows.append(interleaved([ours, cpu_of(partial(vendor.page, 1, size), 15)], rounds=7))
    names = ("flinkjobs", "the vendor's SDK")
    return (_curve("CPU of one signed call", "jobs on the page", _SIZES, names, rows),)


def concurrent_calls() -> Sequence[Curve]:
    """Call with several calls in flight."""
    rows = []
    for concurrency in _IN_FLIGHT:
        with canned_server() as ours, canned_server() as theirs:
            rows.append(asyncio.run(time_of_concurrent_calls(ours, theirs, concurrency, rounds=5)))
    names = ("flinkjobs", "the vendor's SDK")
    return (_curve("time of a call, page of 10", "calls in flight", _IN_FLIGHT, names, rows),)


def slow_server() -> Sequence[Curve]:
    """List pages of 100 jobs from servers of several latencies."""
    rows = []
    for latency in _LATENCIES:
        with canned_server(pages=_PAGES, delay=latency) as address, our_client(address) as client:
            vendor, listing = VendorClient(address), partial(client.jobs.list, deployment_id="d")

            rows.append(
                interleaved(
                    [
                        wall_of(lambda: list(listing())),  # noqa: B023
                        wall_of(lambda: list(listing().iterate(parallel=16))),  # noqa: B023
                        wall_of(lambda: _by_the_sdk(vendor)),  # noqa: B023
                    ],
                    rounds=3,
                )
            )
    names = ("flinkjobs, one by one", "flinkjobs, parallel=16", "the vendor's SDK, one by one")
    label = f"time of {_PAGES} pages of 100"
    across = "latency of the server, ms"
    return (_curve(label, across, [latency * 1e3 for latency in _LATENCIES], names, rows),)


def _by_the_sdk(vendor: VendorClient) -> None:
    for index in range(1, _PAGES + 1):
        vendor.page(index, 100)


def store_size() -> Sequence[Curve]:
    """Read pages from stores of several sizes."""
    series: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, postgresql_locations() as new_location:
        for jobs in _JOBS:
            locations: dict[str, Path | str] = {"SQLite": Path(folder) / str(jobs)}
            if new_location is not None:
                locations["PostgreSQL"] = new_location()
            for name, location in locations.items():
                first, last = _page_times(location, jobs)
                series.setdefault(f"{name}, page 1", []).append(first)
                series.setdefault(f"{name}, last page", []).append(last)
    label, across = "time of a page of 100, without HTTP", "jobs of the deployment"
    return (Curve(label=label, across=across, at=_JOBS, series=series),)


def _page_times(location: Path | str, jobs: int) -> list[float]:
    with open_storage(location) as data:
        for batch in batches(small_jobs(jobs, (LARGE,))):
            data.jobs.put_batch("owner", batch)
        read = partial(data.jobs.page, "owner", LARGE, SortOrder("gmt_create", "desc"), limit=100)
        first, last = partial(read, offset=0), partial(read, offset=jobs - 100)
        return [
            float(median)
            for median in interleaved([wall_of(first, 20), wall_of(last, 20)], rounds=9)
        ]


def _curve(
    label: str,
    across: str,
    at: Sequence[float],
    names: Sequence[str],
    rows: Sequence[Sequence[float]],
) -> Curve:
    columns = [[float(value) for value in column] for column in zip(*rows, strict=True)]
    return Curve(label=label, across=across, at=at, series=dict(zip(names, columns, strict=True)))


BENCHMARKS = (
    Benchmark("by-page", "how decoding grows with the page", decoding),
    Benchmark("by-call", "how a call grows with the page", calling),
    Benchmark("by-flight", "how calls fare with others in flight", concurrent_calls),
    Benchmark("by-wait", "how a listing fares with a slow server", slow_server),
    Benchmark("by-size", "how pages fare with the number of jobs", store_size),
)
