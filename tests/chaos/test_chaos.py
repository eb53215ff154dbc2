"""Whole listings through a network that resets, cuts off, delays, drips and answers nonsense.

`LISTINGS=1000 pytest tests/chaos` takes more of them; SEED=… begins with another seed.
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
    ConnectionFailed,
    ServerError,
    Surroundings,
    ThrottledError,
    UndecodableAnswer,
)
from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .proxy import Chaos, chaos_before

EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"
EXPECTED = (ConnectionFailed, ServerError, ThrottledError, UndecodableAnswer)
LISTINGS = int(os.environ.get("LISTINGS", "60"))
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
    """Whose jobs they are."""
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
    """Give what a client and its listing are told."""
    client = {
        "endpoint": url,
        "access_key_id": target.access_key_id,
        "access_key_secret": target.access_key_secret,
        "timeout": TIMEOUT,
        "time_budget": BUDGET,
        "retries": retries,
        "surroundings": Surroundings(environ={}),
    }
    return {"client": client, "list": {**deployment, "page_size": SIZE}}


def outcomes(
    listing: Listing, settings: dict[str, Any], expected: list[str | None], times: int
) -> Counter[str]:
    """List so many times; every listing is whole, or ends in a typed error in time."""
    found: Counter[str] = Counter()
    for number in range(times):
        begin = time.monotonic()
        try:
            jobs = listing(settings, 4 if number % 3 == 0 else 1)
        except EXPECTED as error:
            assert "ListJobs" == error.operation, f"SEED={SEED}"
            found[type(error).__name__] += 1
        else:
            assert expected == jobs, f"SEED={SEED}: not the whole listing"
            found["complete"] += 1
        calls = -(-JOBS // SIZE)
        assert time.monotonic() - begin < calls * (BUDGET + TIMEOUT), f"SEED={SEED}"
    return found


@pytest.fixture
def chaos(target: RunningTarget) -> Iterator[Chaos]:
    """A network in which a sixth of all requests goes wrong."""
    with chaos_before(target.endpoint, seed=SEED, trouble=1 / 6) as running:
        yield running


@pytest.mark.parametrize("retries", [0, 4])
@pytest.mark.parametrize("listing", [list_all, list_all_async])
def test_whole_or_typed_error(
    target: RunningTarget,
    deployment: dict[str, str],
    chaos: Chaos,
    listing: Listing,
    retries: int,
) -> None:
    """Every listing comes out whole or ends in the right error in time; nothing leaks."""
    expected = list_all(settings_for(target.endpoint, target, deployment, 0), 1)
    found = outcomes(
        listing, settings_for(chaos.url, target, deployment, retries), expected, LISTINGS // 4
    )
    print(dict(found), dict(chaos.done))

    assert JOBS == len(expected)
    assert found["complete"] > (LISTINGS // 4 * 0.8 if retries else 0)
    assert found["complete"] < LISTINGS // 4 or retries
    assert _settles(lambda: chaos.open_connections == 0), "a client left connections open"


def test_nothing_leaks(target: RunningTarget, deployment: dict[str, str], chaos: Chaos) -> None:
    """Neither threads nor sockets of clients are left after many listings."""
    settings = settings_for(chaos.url, target, deployment, 2)
    for listing in (list_all, list_all_async):
        outcomes(
            listing, settings, list_all(settings_for(target.endpoint, target, deployment, 0), 1), 6
        )
    gc.collect()

    assert _settles(lambda: chaos.open_connections == 0)
    assert _settles(lambda: threading.active_count() <= 3 + len(_proxy_threads()))


def _proxy_threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if "_serve" in one.name or "accept" in one.name]


def _settles(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
    return holds()
