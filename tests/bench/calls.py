"""Whole calls against a server of canned pages: signed, sent, answered, decoded.

The server runs in a process of its own: CPU is the caller's alone.
"""

import asyncio
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from .canned import canned, connections
from .harness import Benchmark, Measure, Result, cpu_of, in_turn
from .peers import Raw, Vendor, our_async_client, our_client

__all__ = ["BENCHMARKS"]

_AT_ONCE = 16


def one_call() -> Sequence[Result]:
    """Compare the CPU of one call with the SDK's, and with the least that it can be."""
    results = []
    with canned() as address, our_client(address) as client:
        vendor, raw = Vendor(address), Raw(address)
        for size, over_sdk, over_raw in ((10, 2.5, 3.0), (100, 4.5, 1.5)):
            ours, sdk, least = in_turn(
                [
                    cpu_of(lambda: client.jobs.list(deployment_id="d", page_size=size), 50),  # noqa: B023
                    cpu_of(lambda: vendor.page(1, size), 20),  # noqa: B023
                    cpu_of(lambda: raw.page(1, size), 50),  # noqa: B023
                ],
                rounds=15,
            )
            what = f"page of {size}, CPU"
            results.append(Result(what, ours, sdk, over_sdk, True, "the vendor's SDK"))
            results.append(Result(what, ours, least, over_raw, False, "raw socket"))
        raw.close()
    return results


def async_calls() -> Sequence[Result]:
    """Compare 16 calls in flight: the time per call, and the connections they open."""
    with canned() as ours_address, canned() as vendor_address:
        ours, sdk = asyncio.run(_async_calls(ours_address, vendor_address))
        opened = connections(ours_address)
    return (
        Result("16 in flight, page of 10, wall", ours, sdk, 2.8, True, "the vendor's SDK"),
        Result("connections for 16 in flight (× 1 ms)", opened / 1e3, 16 / 1e3, 1.0, False, "16"),
    )


async def _async_calls(ours_address: str, vendor_address: str) -> list[float]:
    vendor, times = Vendor(vendor_address), [list[float](), list[float]()]
    async with our_async_client(ours_address) as client:

        async def ours() -> object:
            return await client.jobs.list(deployment_id="d", page_size=10)

        for _ in range(12):
            times[0].append(await _at_once(ours, 320))
            times[1].append(await _at_once(lambda: vendor.page_async(1, 10), 96))
    return [sorted(one[1:])[len(one) // 2] for one in times]


async def _at_once(call: Callable[[], Awaitable[object]], times: int) -> float:
    async def some() -> None:
        for _ in range(times // _AT_ONCE):
            await call()

    begin = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(_AT_ONCE)))
    return (time.perf_counter() - begin) / times


def whole_listing() -> Sequence[Result]:
    """Compare 100 pages of 100 jobs, each answered after 50 ms, with the SDK in a loop."""
    with canned(pages=100, delay=0.05) as address, our_client(address) as client:
        vendor = Vendor(address)
        in_sequence, at_once, at_once_async, loop, threads = in_turn(
            [
                _wall(lambda: _count(client.jobs.list(deployment_id="d"))),
                _wall(lambda: _count(client.jobs.list(deployment_id="d").iterate(parallel=16))),
                _wall(lambda: asyncio.run(_count_async(address))),
                _wall(lambda: [vendor.page(index, 100) for index in range(1, 101)]),
                _wall(lambda: _with_threads(vendor)),
            ],
            rounds=3,
        )
    peer = "the vendor's SDK in a loop"
    return (
        Result("100 pages, one by one, wall", in_sequence, loop, 1.15, True, peer),
        Result("100 pages, parallel=16, wall", at_once, loop, 10.0, True, peer),
        Result("the same, async, wall", at_once_async, loop, 10.0, True, peer),
        Result("the same, SDK with 16 threads, wall", at_once, threads, 2.0, True, "16 threads"),
        Result("connections, one by one (× 1 ms)", _connections(1) / 1e3, 1e-3, 1.0, False, "1"),
        Result(
            "connections, parallel=16 (× 1 ms)", _connections(16) / 1e3, 17e-3, 1.0, False, "17"
        ),
    )


def _count(jobs: Iterable[object]) -> None:
    assert 10_000 == sum(1 for _ in jobs)


async def _count_async(address: str) -> None:
    async with our_async_client(address) as client:
        listing = client.jobs.list(deployment_id="d")
        assert 10_000 == len([job.job_id async for job in listing.iterate(parallel=16)])


def _with_threads(vendor: Vendor) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        list(threads.map(lambda index: vendor.page(index, 100), range(1, 101)))


def _connections(parallel: int) -> int:
    with canned(pages=30, delay=0.01) as address, our_client(address) as client:
        for _ in client.jobs.list(deployment_id="d").iterate(parallel=parallel):
            pass
        return connections(address)


def memory() -> Sequence[Result]:
    """Measure what is held after 100,000 jobs were iterated, the page at hand included."""
    with canned(pages=1000) as address, our_client(address) as client:
        jobs = iter(client.jobs.list(deployment_id="d"))
        for _ in range(500):
            next(jobs)
        tracemalloc.start()
        for _ in range(99_499):
            next(jobs)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return (
        Result(
            "bytes held a job, of 100,000 (× 1 ms)", held / 99_499 / 1e3, 64e-3, 1.0, False, "64"
        ),
    )


def _wall(run: Callable[[], object]) -> Measure:
    def measure() -> float:
        begin = time.perf_counter()
        run()
        return time.perf_counter() - begin

    return measure


BENCHMARKS = (
    Benchmark("call", "CPU of one signed call", one_call),
    Benchmark("async", "time of calls in flight", async_calls),
    Benchmark("listing", "time of a whole listing", whole_listing),
    Benchmark("memory", "memory that a listing holds", memory),
)
