"""With the plugin, a test has a target, a client, jobs, a clock and faults, all to itself."""

import time
from typing import Any

import pytest

from flinkjobs import Client, errors
from flinkjobs_target.clock import MovableClock
from flinkjobs_target.fault_injection import Faults
from flinkjobs_target.pytest_plugin import AddJobs
from flinkjobs_target.tenants import Tenant

pytestmark = pytest.mark.filterwarnings("error")
LONGEST = 0.05


def ids(client: Client) -> list[str | None]:
    """List the ids of the jobs of the usual deployment."""
    return [job.job_id for job in client.jobs.list(deployment_id="deployment")]


@pytest.fixture
def once(flinkjobs_target: Tenant) -> Any:
    """A client that never tries again."""
    with flinkjobs_target.client(retries=0) as client:
        yield client


@pytest.mark.parametrize("number", range(3))
def test_every_test_begins_with_an_empty_deployment(
    number: int, flinkjobs_client: Client, add_jobs: AddJobs
) -> None:
    """What one test adds, even under the same id, another one never sees."""
    assert [] == ids(flinkjobs_client)
    add_jobs({"jobId": "the-same"})
    assert ["the-same"] == ids(flinkjobs_client)


def test_what_a_job_lacks_is_made_up(flinkjobs_client: Client, add_jobs: AddJobs) -> None:
    """Each is newer than the one before, and what is given stays."""
    older, newer = add_jobs({"status": {"currentJobStatus": "FAILED"}}, {}, jobName="word count")

    assert [newer["jobId"], older["jobId"]] == ids(flinkjobs_client)
    listed = list(flinkjobs_client.jobs.list(deployment_id="deployment"))
    assert [None, "FAILED"] == [job.state for job in listed]
    assert {"word count"} == {older["jobName"], newer["jobName"]}


def test_tenants_do_not_see_each_other(
    flinkjobs_target: Tenant, add_jobs: AddJobs, _flinkjobs_server: Any
) -> None:
    """The account of another test has no such workspace."""
    add_jobs({})
    other = _flinkjobs_server[1].create(flinkjobs_target.endpoint)

    stranger = other.client(workspace=flinkjobs_target.workspace)
    with stranger as client, pytest.raises(errors.NotFoundError):
        ids(client)


def test_the_clock_moves(flinkjobs_clock: MovableClock, once: Client) -> None:
    """For the target alone: who calls is late then."""
    flinkjobs_clock.move(minutes=16)

    with pytest.raises(errors.AuthenticationError) as caught:
        ids(once)
    assert "InvalidTimeStamp.Expired" == caught.value.code


def test_the_next_two_answers_are_503(
    flinkjobs_faults: Faults, once: Client, flinkjobs_client: Client
) -> None:
    """And then all is well again; a client that tries again does not even notice."""
    flinkjobs_faults.answer(503, times=2)

    for _ in range(2):
        with pytest.raises(errors.ServerError) as caught:
            ids(once)
        assert ("ServiceUnavailable", 503) == (caught.value.code, caught.value.status)
    assert [] == ids(once)
    flinkjobs_faults.answer(503)
    assert [] == ids(flinkjobs_client)


def test_a_throttled_answer_says_when_to_come_again(flinkjobs_faults: Faults, once: Client) -> None:
    """In milliseconds, as the target itself does."""
    flinkjobs_faults.answer(429, code="Throttling.User", retry_after=1500)

    with pytest.raises(errors.ThrottledError) as caught:
        ids(once)
    assert "1500" == caught.value.headers["x-acs-retry-after"]


def test_a_body_is_cut(flinkjobs_faults: Faults, once: Client) -> None:
    """In its middle, though its length was announced."""
    flinkjobs_faults.cut(after=100)

    with pytest.raises(errors.ConnectionFailed):
        ids(once)


def test_an_answer_is_late(flinkjobs_faults: Faults, flinkjobs_target: Tenant) -> None:
    """Too late for who does not wait."""
    flinkjobs_faults.wait(0.5)

    impatient = flinkjobs_target.client(retries=0, timeout=0.1)
    with impatient as client, pytest.raises(errors.TimedOut):
        ids(client)


def test_an_answer_is_markup(flinkjobs_faults: Faults, once: Client) -> None:
    """As from a proxy that reaches nobody."""
    flinkjobs_faults.html(502)

    with pytest.raises(errors.ServerError) as caught:
        ids(once)
    assert (502, b"<html>") == (caught.value.status, caught.value.body[:6])


def test_a_connection_is_reset(flinkjobs_faults: Faults, once: Client) -> None:
    """Without an answer; the next one is as good as ever."""
    flinkjobs_faults.reset()

    with pytest.raises(errors.ConnectionFailed, match="reset"):
        ids(once)
    assert [] == ids(once)


def test_faults_that_did_not_happen_are_forgotten(flinkjobs_faults: Faults) -> None:
    """They befall no other test."""
    flinkjobs_faults.reset(times=9)

    assert 9 == len(flinkjobs_faults.pending)


def test_none_are_left(flinkjobs_faults: Faults, flinkjobs_client: Client) -> None:
    """This is such another test."""
    assert () == flinkjobs_faults.pending
    assert [] == ids(flinkjobs_client)


def test_a_test_takes_less_than_50_ms(_flinkjobs_server: Any) -> None:
    """Once the server runs: account, client, jobs and a list together; the median of twenty."""
    running, tenants = _flinkjobs_server
    taken = []
    for _ in range(20):
        began = time.perf_counter()
        tenant = tenants.create(running.endpoint)
        tenants.add_jobs(tenant, [{"jobId": "a"}])
        with tenant.client() as client:
            assert ["a"] == ids(client)
        taken.append(time.perf_counter() - began)

    assert sorted(taken)[10] < LONGEST
