"""Complete listings through a network with resets, truncation, delays and false responses.

`LISTINGS=1000 pytest tests/chaos` runs more of them; SEED=… starts from another seed.
"""

import asyncio
import gc
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flinkjobs import (
    AsyncClient,
    Client,
    Environment,
    InvalidResponseError,
    ServerError,
    ThrottledError,
    TransportError,
)
from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from ..sizes import LISTINGS
from .proxy import FaultyProxy, faulty_proxy

EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"
EXPECTED = (TransportError, ServerError, ThrottledError, InvalidResponseError)
SEED = int(os.environ.get("SEED", "1"))
JOBS, SIZE = 40, 8
TIMEOUT, BUDGET = 0.3, 3.0
Listing = Callable[[dict[str, Any], int], list[str | None]]


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A running target with some jobs."""
    job = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    jobs = list(varied_jobs(job, JOBS))
    with running_target(tmp_path_factory.mktemp("chaos") / "data", jobs) as running:
        yield running


@pytest.fixture(scope="module")
def deployment() -> dict[str, str]:
    """The ids of the deployment of the jobs."""
    job = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    return {name: job[wire] for name, wire in WIRE.items()}


WIRE = {"workspace": "workspace", "namespace": "namespace", "deployment_id": "deploymentId"}


def list_all(settings: dict[str, Any], parallel: int) -> list[str | None]:
    """List with the synchronous client."""
    with Client(**settings["client"]) as client:
        page = client.jobs.list(**settings["list"])
        return [job.job_id for job in page.iterate(parallel=parallel)]


def list_all_async(settings: dict[str, Any], parallel: int) -> list[str | None]:
    """List with the asynchronous client."""

    async def run() -> list[str | None]:
        async with AsyncClient(**settings["client"]) as client:
            listing = client.jobs.list(**settings["list"])
            return [job.job_id async for job in listing.iterate(parallel=parallel)]

    return asyncio.run(run())


def settings_for(
    url: str, target: RunningTarget, deployment: dict[str, str], retries: int
) -> dict[str, Any]:
    """Return the settings of a client and the arguments of its listing."""
    client = {
        "endpoint": url,
        "access_key_id": target.access_key_id,
        "access_key_secret": target.access_key_secret,
        "timeout": TIMEOUT,
        "time_budget": BUDGET,
        "retries": retries,
        "environment": Environment(environ={}),
    }
    return {"client": client, "list": {**deployment, "page_size": SIZE}}


def outcomes(
    listing: Listing, settings: dict[str, Any], expected: list[str | None], times: int
) -> Counter[str]:
    """List several times; every listing is complete, or ends in a typed error in time."""
    counts: Counter[str] = Counter()
    for number in range(times):
        started = time.monotonic()
        try:
            jobs = listing(settings, 4 if number % 3 == 0 else 1)
        except EXPECTED as error:
            assert error.operation == "ListJobs", f"SEED={SEED}"
            counts[type(error).__name__] += 1
        else:
            assert jobs == expected, f"SEED={SEED}: incomplete listing"
            counts["complete"] += 1
        calls = -(-JOBS // SIZE)
        assert time.monotonic() - started < calls * (BUDGET + TIMEOUT), f"SEED={SEED}"
    return counts


@pytest.fixture
def proxy(target: RunningTarget) -> Iterator[FaultyProxy]:
    """A proxy in front of the target that fails a sixth of all requests."""
    with faulty_proxy(target.endpoint, seed=SEED, fault_rate=1 / 6) as running:
        yield running


@pytest.mark.parametrize("retries", [0, 4])
@pytest.mark.parametrize("listing", [list_all, list_all_async])
def test_complete_or_typed_error(
    target: RunningTarget,
    deployment: dict[str, str],
    proxy: FaultyProxy,
    listing: Listing,
    retries: int,
) -> None:
    """Every listing is complete or ends in the right error in time; nothing leaks."""
    expected = list_all(settings_for(target.endpoint, target, deployment, 0), 1)
    actual = outcomes(
        listing, settings_for(proxy.url, target, deployment, retries), expected, LISTINGS // 4
    )
    print(dict(actual), dict(proxy.faults))

    assert len(expected) == JOBS
    assert actual["complete"] > (LISTINGS // 4 * 0.8 if retries else 0)
    assert actual["complete"] < LISTINGS // 4 or retries
    assert _settles(lambda: proxy.open_connections == 0), "a client left connections open"


def test_nothing_leaks(
    target: RunningTarget, deployment: dict[str, str], proxy: FaultyProxy
) -> None:
    """Neither threads nor sockets of clients are left after many listings."""
    settings = settings_for(proxy.url, target, deployment, 2)
    before = set(threading.enumerate())
    for listing in (list_all, list_all_async):
        outcomes(
            listing, settings, list_all(settings_for(target.endpoint, target, deployment, 0), 1), 6
        )
    gc.collect()

    assert _settles(lambda: proxy.open_connections == 0)
    assert _settles(lambda: _client_threads(before) == [])


def _client_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Return the threads that were started since, except those of the proxy."""
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and "_serve" not in thread.name and "accept" not in thread.name
    ]


def _settles(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()
