"""The load detects faults of a target."""

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from flinkjobs_target.storage import Storage, open_storage

from ...target.processes import Server, serving
from . import invalid_requests, valid_requests
from .final_listing import compare_ids
from .load import Load, RequestFunction
from .load_client import LoadClient
from .outages import Outages
from .plan import Plan
from .seed_data import STEADY, SeedData


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Storage]:
    with open_storage(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def seed_data(data: Storage) -> SeedData:
    seed_data = SeedData(data)
    seed_data.growing.write()
    return seed_data


@pytest.fixture
def target(tmp_path: Path, seed_data: SeedData) -> Iterator[Server]:
    flags = ("--admin=127.0.0.1:0", "--faults", "--access-log=none")
    with (tmp_path / "log").open("w") as log, serving(tmp_path / "data", *flags, log=log) as server:
        yield server


def errors_of(
    target: Server, seed_data: SeedData, *requests: RequestFunction, outages: Outages | None = None
) -> list[str]:
    """Send requests one by one; return the recorded errors."""

    async def send() -> list[str]:
        async with LoadClient(target.url, seed_data, random.Random(1)) as client:
            load = Load(client, Plan(seconds=1, rate=1), outages or Outages())
            for request in requests:
                await load.send(request, 0.0)
            return load.statistics.messages

    return asyncio.run(send())


def inject_fault(target: Server, fault: dict[str, object]) -> None:
    urllib3.request("POST", f"{target.admin}/faults", json=fault)


def test_a_correct_target_has_no_errors(target: Server, seed_data: SeedData) -> None:
    """Valid and invalid requests get the expected responses."""
    assert (
        errors_of(
            target,
            seed_data,
            valid_requests.list_steady_jobs,
            valid_requests.list_growing_jobs,
            invalid_requests.send_replay,
            invalid_requests.send_wrong_method,
        )
        == []
    )


@pytest.mark.parametrize(
    "fault", [{"kind": "error", "status": 500}, {"kind": "html"}, {"kind": "reset"}]
)
def test_a_failure_is_an_error(
    target: Server, seed_data: SeedData, fault: dict[str, object]
) -> None:
    """It may be an error of the contract, a web page, or a closed connection."""
    inject_fault(target, fault)

    assert len(errors_of(target, seed_data, valid_requests.list_steady_jobs)) == 1


def test_unavailability_is_excused_only_during_an_outage(
    target: Server, seed_data: SeedData
) -> None:
    """ServiceUnavailable without an outage is an error."""
    unavailable = {"kind": "error", "status": 503, "code": "ServiceUnavailable"}
    outages = Outages()
    outages.begin()
    inject_fault(target, unavailable)
    excused = errors_of(target, seed_data, valid_requests.list_steady_jobs, outages=outages)
    inject_fault(target, unavailable)
    unexcused = errors_of(target, seed_data, valid_requests.list_steady_jobs)

    assert (excused, len(unexcused)) == ([], 1)


def test_a_missing_job_is_detected(target: Server, seed_data: SeedData, data: Storage) -> None:
    """Pages of its deployment are not as expected."""
    data.jobs.delete("owner", STEADY, [seed_data.jobs[0]["jobId"]])

    (message,) = errors_of(target, seed_data, valid_requests.list_steady_jobs)
    assert "299 jobs" in message


def test_lost_repeated_and_unknown_jobs_are_counted() -> None:
    """Each has its own number."""
    assert compare_ids({"a", "b", "c"}, ["a", "a", "a", "b", "x"]) == (3, 1, 2, 1)
