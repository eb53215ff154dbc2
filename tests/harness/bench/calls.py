"""Whole calls against a server of canned pages: signed, sent, decoded.

The server runs in a process of its own: CPU is the caller's alone.
"""

import asyncio
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from .canned import canned_server, connection_count
from .harness import Median, cpu_of, interleaved, wall_of
from .our_clients import our_async_client, our_client
from .peers.raw_socket import RawSocketClient
from .peers.vendor import VendorClient
from .results import Benchmark, Finding, compare

__all__ = ["BENCHMARKS", "time_of_concurrent_calls"]

_CONCURRENCY = 16
_BY_HAND = "socket, hmac and msgspec by hand, untyped"


def one_call() -> Sequence[Finding]:
    """Compare the CPU of one call with the SDK's, and with the least that it can be."""
    results = []
    with canned_server() as address, our_client(address) as client:
        vendor, raw = VendorClient(address), RawSocketClient(address)
        for size, over_sdk, over_raw in ((10, 2.5, 4.0), (100, 4.5, 1.5)):
            ours, sdk, least = interleaved(
                [
                    cpu_of(lambda: client.jobs.list(deployment_id="d", page_size=size), 50),  # noqa: B023
                    cpu_of(lambda: vendor.page(1, size), 20),  # noqa: B023
                    cpu_of(lambda: raw.page(1, size), 50),  # noqa: B023
                ],
                rounds=15,
            )
            label = f"signed call, page of {size}, CPU"
            results.append(compare(label, ours, sdk, at_least=over_sdk, peer="the vendor's SDK"))
            results.append(compare(label, ours, least, at_most=over_raw, peer=_BY_HAND))
        raw.close()
    return results


def async_calls() -> Sequence[Finding]:
    """Compare 16 calls in flight: the time per call, and the connections they open."""
    with canned_server() as ours_address, canned_server() as vendor_address:
        ours, sdk = asyncio.run(time_of_concurrent_calls(ours_address, vendor_address))
        opened = connection_count(ours_address)
    return (
        compare("16 in flight, page of 10, wall", ours, sdk, at_least=2.8, peer="the vendor's SDK"),
        compare("connections for 16 in flight", opened, 16, at_most=1.0, peer="16", unit="count"),
    )


async def time_of_concurrent_calls(
    ours_address: str, vendor_address: str, concurrency: int = _CONCURRENCY, *, rounds: int = 11
) -> list[Median]:
    """Call both with so many in flight; return the time per call of ours and of the SDK."""
    vendor, times = VendorClient(vendor_address), [list[float](), list[float]()]
    async with our_async_client(ours_address) as client:

        async def ours() -> object:
            return await client.jobs.list(deployment_id="d", page_size=10)

        for _ in range(rounds + 1):
            times[0].append(await _concurrently(ours, concurrency, 320))
            times[1].append(await _concurrently(lambda: vendor.page_async(1, 10), concurrency, 128))
    return [Median.of(column[1:]) for column in times]


async def _concurrently(
    call: Callable[[], Awaitable[object]], concurrency: int, times: int
) -> float:
    async def some() -> None:
        for _ in range(times // concurrency):
            await call()

    begin = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(concurrency)))
    return (time.perf_counter() - begin) / times


def whole_listing() -> Sequence[Finding]:
    """Compare 100 pages of 100 jobs, each answered after 50 ms, with the SDK in a loop."""
    with canned_server(pages=100, delay=0.05) as address, our_client(address) as client:
        vendor = VendorClient(address)
        in_sequence, at_once, at_once_async, loop, threads = interleaved(
            [
                wall_of(lambda: _count(client.jobs.list(deployment_id="d"))),
                wall_of(lambda: _count(client.jobs.list(deployment_id="d").iterate(parallel=16))),
                wall_of(lambda: asyncio.run(_count_async(address))),
                wall_of(lambda: [vendor.page(index, 100) for index in range(1, 101)]),
                wall_of(lambda: _with_threads(vendor)),
            ],
            rounds=3,
        )
    peer = "the vendor's SDK in a loop"
    return (
        compare("100 pages, one by one, wall", in_sequence, loop, at_least=1.15, peer=peer),
        compare("100 pages, parallel=16, wall", at_once, loop, at_least=10.0, peer=peer),
        compare("the same, async, wall", at_once_async, loop, at_least=10.0, peer=peer),
        compare(
            "the same, SDK with 16 threads, wall", at_once, threads, at_least=2.0, peer="16 threads"
        ),
        compare("connections, one by one", _connections(1), 1, at_most=1.0, peer="1", unit="count"),
        compare(
            "connections, parallel=16", _connections(16), 17, at_most=1.0, peer="17", unit="count"
        ),
    )


def _count(jobs: Iterable[object]) -> None:
    assert sum(1 for _ in jobs) == 10_000


async def _count_async(address: str) -> None:
    async with our_async_client(address) as client:
        listing = client.jobs.list(deployment_id="d")
        assert len([job.job_id async for job in listing.iterate(parallel=16)]) == 10_000


def _with_threads(vendor: VendorClient) -> None:
    with ThreadPoolExecutor(_CONCURRENCY) as threads:
        list(threads.map(lambda index: vendor.page(index, 100), range(1, 101)))


def _connections(parallel: int) -> int:
    with canned_server(pages=30, delay=0.01) as address, our_client(address) as client:
        for _ in client.jobs.list(deployment_id="d").iterate(parallel=parallel):
            pass
        return connection_count(address)


def memory() -> Sequence[Finding]:
    """Measure the memory held after 100,000 jobs were iterated, the current page included."""
    with canned_server(pages=1000) as address, our_client(address) as client:
        jobs = iter(client.jobs.list(deployment_id="d"))
        for _ in range(500):
            next(jobs)
        tracemalloc.start()
        for _ in range(99_499):
            next(jobs)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return (
        compare(
            "bytes held a job, of 100,000", held / 99_499, 64, at_most=1.0, peer="64", unit="bytes"
        ),
    )


BENCHMARKS = (
    Benchmark("call", "CPU of one signed call", one_call),
    Benchmark("async", "time of calls in flight", async_calls),
    Benchmark("listing", "time of a whole listing", whole_listing),
    Benchmark("memory", "memory that a listing holds", memory),
)
