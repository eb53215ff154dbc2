"""The pytest plugin: target, clients, jobs and their scripts, clock and faults for each test."""

import asyncio
import os
import subprocess
import sys
import time
from typing import Any

import pytest

from flinkjobs import AsyncClient, Client, WaitFailedError, errors
from flinkjobs.models import Job
from flinkjobs.models.states import JobFailure, JobStatus
from flinkjobs_target.clock import MovableClock
from flinkjobs_target.fault_injection import Faults
from flinkjobs_target.pytest_plugin import AddJobs, PlayJob
from flinkjobs_target.tenants import Tenant

pytestmark = pytest.mark.filterwarnings("error")
LONGEST = 0.05


def ids(client: Client) -> list[str | None]:
    """Return the ids of the jobs of the default deployment."""
    return [job.job_id for job in client.jobs.list(deployment_id="deployment")]


@pytest.fixture
def client_without_retries(flinkjobs_target: Tenant) -> Any:
    """A client without retries."""
    with flinkjobs_target.client(retries=0) as client:
        yield client


@pytest.mark.parametrize("number", range(3))
def test_every_test_begins_with_an_empty_deployment(
    number: int, flinkjobs_client: Client, add_jobs: AddJobs
) -> None:
    """Jobs of other tests are not visible, even with the same id."""
    assert ids(flinkjobs_client) == []
    add_jobs({"jobId": "the-same"})
    assert ids(flinkjobs_client) == ["the-same"]


def test_missing_fields_of_a_job_are_generated(flinkjobs_client: Client, add_jobs: AddJobs) -> None:
    """Each job is newer than the one before; given fields are kept."""
    older, newer = add_jobs({"status": {"currentJobStatus": "FAILED"}}, {}, jobName="word count")

    assert ids(flinkjobs_client) == [newer["jobId"], older["jobId"]]
    listed = list(flinkjobs_client.jobs.list(deployment_id="deployment"))
    assert [job.state for job in listed] == [None, "FAILED"]
    assert {older["jobName"], newer["jobName"]} == {"word count"}


def test_tenants_do_not_see_each_other(
    flinkjobs_target: Tenant, add_jobs: AddJobs, _flinkjobs_server: Any
) -> None:
    """The workspace of another account does not exist."""
    add_jobs({})
    other = _flinkjobs_server[1].create(flinkjobs_target.endpoint)

    stranger = other.client(workspace=flinkjobs_target.workspace)
    with stranger as client, pytest.raises(errors.NotFoundError):
        ids(client)


def test_the_clock_moves(flinkjobs_clock: MovableClock, client_without_retries: Client) -> None:
    """Only that of the target; the client's date has expired then."""
    flinkjobs_clock.move(minutes=16)

    with pytest.raises(errors.AuthenticationError) as caught:
        ids(client_without_retries)
    assert caught.value.code == "InvalidTimeStamp.Expired"


def test_the_next_two_responses_are_503(
    flinkjobs_faults: Faults, client_without_retries: Client, flinkjobs_client: Client
) -> None:
    """A client with retries does not notice."""
    flinkjobs_faults.error(503, times=2)

    for _ in range(2):
        with pytest.raises(errors.ServerError) as caught:
            ids(client_without_retries)
        assert (caught.value.code, caught.value.status) == ("ServiceUnavailable", 503)
    assert ids(client_without_retries) == []
    flinkjobs_faults.error(503)
    assert ids(flinkjobs_client) == []


def test_a_throttled_response_has_the_time_to_wait(
    flinkjobs_faults: Faults, client_without_retries: Client
) -> None:
    """In milliseconds, as the target itself sends it."""
    flinkjobs_faults.error(429, code="Throttling.User", retry_after=1500)

    with pytest.raises(errors.ThrottledError) as caught:
        ids(client_without_retries)
    assert caught.value.headers["x-acs-retry-after"] == "1500"


def test_a_body_is_cut(flinkjobs_faults: Faults, client_without_retries: Client) -> None:
    """Before the announced length."""
    flinkjobs_faults.cut(after=100)

    with pytest.raises(errors.TransportError):
        ids(client_without_retries)


def test_a_response_is_delayed(flinkjobs_faults: Faults, flinkjobs_target: Tenant) -> None:
    """Beyond the client's timeout."""
    flinkjobs_faults.wait(0.5)

    impatient = flinkjobs_target.client(retries=0, timeout=0.1)
    with impatient as client, pytest.raises(errors.RequestTimeoutError):
        ids(client)


def test_a_response_is_html(flinkjobs_faults: Faults, client_without_retries: Client) -> None:
    """As from a proxy without an upstream."""
    flinkjobs_faults.html(502)

    with pytest.raises(errors.ServerError) as caught:
        ids(client_without_retries)
    assert (caught.value.status, caught.value.body[:6]) == (502, b"<html>")


def test_a_connection_is_reset(flinkjobs_faults: Faults, client_without_retries: Client) -> None:
    """Without a response; the next request succeeds."""
    flinkjobs_faults.reset()

    with pytest.raises(errors.TransportError, match="reset"):
        ids(client_without_retries)
    assert ids(client_without_retries) == []


def test_pending_faults_are_cleared_after_a_test(flinkjobs_faults: Faults) -> None:
    """The next test checks it."""
    flinkjobs_faults.reset(times=9)

    assert len(flinkjobs_faults.pending) == 9


def test_no_faults_are_left_by_other_tests(
    flinkjobs_faults: Faults, flinkjobs_client: Client
) -> None:
    """After the test above."""
    assert flinkjobs_faults.pending == ()
    assert ids(flinkjobs_client) == []


def test_a_test_takes_less_than_50_ms(_flinkjobs_server: Any) -> None:
    """Account, client, jobs and a list together; the median of twenty."""
    target, tenants = _flinkjobs_server
    taken = []
    for _ in range(20):
        started = time.perf_counter()
        tenant = tenants.create(target.endpoint)
        tenants.add_jobs(tenant, [{"jobId": "a"}])
        with tenant.client() as client:
            assert ids(client) == ["a"]
        taken.append(time.perf_counter() - started)

    assert sorted(taken)[10] < LONGEST


def test_the_environment_is_set(add_jobs: AddJobs) -> None:
    """`Client()` and the command line find the target, whatever was set before."""
    add_jobs({"jobId": "j1"})
    command = [sys.executable, "-m", "flinkjobs", "jobs", "list", "-o", "ids"]
    done = subprocess.run(
        [*command, "--deployment-id", "deployment"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "j1\n"), done.stderr
    with Client() as client:
        assert ids(client) == ["j1"]


@pytest.fixture
def other_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of a developer's shell that lead to the cloud."""
    monkeypatch.setenv("FLINKJOBS_REGION", "cn-hangzhou")
    monkeypatch.setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "of the cloud")


@pytest.mark.usefixtures("other_settings")
def test_other_settings_are_removed(flinkjobs_target: Tenant) -> None:
    """A region or a token of the developer's shell does not reach the target."""
    with Client() as client:
        assert ids(client) == []
    assert "FLINKJOBS_REGION" not in os.environ
    assert flinkjobs_target.environ.items() <= os.environ.items()


def test_an_asynchronous_client(flinkjobs_async_client: AsyncClient, add_jobs: AddJobs) -> None:
    """It is opened in the test's own event loop."""
    add_jobs({"jobId": "j1"})

    async def states() -> list[str | None]:
        async with flinkjobs_async_client as client:
            return [job.job_id async for job in client.jobs.list(deployment_id="deployment")]

    assert asyncio.run(states()) == ["j1"]


def test_a_model_is_a_job(flinkjobs_client: Client, add_jobs: AddJobs) -> None:
    """Models are stored as their JSON; given ids are kept."""
    failure = JobFailure(reason="HeapError")
    model = Job(job_id="j1", status=JobStatus(current_job_status="FAILED", failure=failure))
    add_jobs(model, deploymentName="orders")
    job = flinkjobs_client.jobs.get(job_id="j1")

    assert (job.state, job.reason, job.deployment_name) == ("FAILED", "HeapError", "orders")


def test_a_job_is_changed(flinkjobs_client: Client, add_jobs: AddJobs) -> None:
    """A job that is added again with its id replaces the one before."""
    (job,) = add_jobs({"status": {"currentJobStatus": "RUNNING"}})
    add_jobs({**job, "status": {"currentJobStatus": "FINISHED"}})

    assert [job.state for job in flinkjobs_client.jobs.list(deployment_id="deployment")] == [
        "FINISHED"
    ]


def test_a_job_fails_after_the_third_poll(flinkjobs_client: Client, play_job: PlayJob) -> None:
    """Each request finds the job in its next state; the last one stays."""
    failed = {"status": {"currentJobStatus": "FAILED", "failure": {"reason": "HeapError"}}}
    job = play_job("STARTING", "RUNNING", "RUNNING", failed, jobId="j1")
    states = [flinkjobs_client.jobs.get(job_id="j1").state for _ in range(5)]

    assert job["status"] == {"currentJobStatus": "STARTING"}
    assert states == ["STARTING", "RUNNING", "RUNNING", "FAILED", "FAILED"]


def test_a_wait_sees_the_script(flinkjobs_client: Client, play_job: PlayJob) -> None:
    """A program that waits meets the failure as it would in the cloud."""
    failed = {"status": {"currentJobStatus": "FAILED", "failure": {"reason": "HeapError"}}}
    play_job("STARTING", failed)

    with pytest.raises(WaitFailedError, match="is FAILED, and will not be RUNNING: HeapError"):
        flinkjobs_client.jobs.wait(deployment_id="deployment", poll=0.01)


def test_scripts_of_other_tests_have_no_effect(
    flinkjobs_client: Client, play_job: PlayJob, _flinkjobs_server: Any
) -> None:
    """A request moves the jobs of its own account only."""
    target, tenants = _flinkjobs_server
    play_job("STARTING", "RUNNING", jobId="j1")
    with tenants.create(target.endpoint).client() as other:
        assert [ids(other) for _ in range(3)] == [[], [], []]

    assert flinkjobs_client.jobs.get(job_id="j1").state == "STARTING"


def test_a_script_needs_a_state(play_job: PlayJob) -> None:
    """A script without states says so."""
    with pytest.raises(TypeError, match="play_job needs a state"):
        play_job()
