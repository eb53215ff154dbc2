"""The generated client reads jobs and errors of a real cluster."""

import asyncio

import pytest

from flinkrest import AsyncClient, NotFoundError, ServerError, UsageError

from .cluster import response_or_none, wait_until
from .workload import Workload


def test_a_listing_has_every_job_with_its_state(workload: Workload) -> None:
    """Each job of the workload has the expected state in Flink."""
    with workload.cluster.client() as client:
        listed = {job.name: job.state for job in client.jobs.list().jobs or []}

    restarting = listed.pop("restarting")
    assert restarting in ("RESTARTING", "RUNNING")
    assert listed == {
        "bounded": "FINISHED",
        "page": "RUNNING",
        "failing": "FAILED",
        "cancelled": "CANCELED",
        "stopped": "FINISHED",
        "restored": "RUNNING",
        "named": "FINISHED",
        "own": "FINISHED",
        "stray": "FINISHED",
        "wide": "CANCELED",
    }


def test_both_clients_return_the_same(workload: Workload) -> None:
    """The asynchronous client reads the same as the synchronous one."""

    async def run() -> object:
        async with AsyncClient(endpoint=workload.cluster.url) as client:
            return await client.jobs.get_exceptions(job_id=workload.job_ids["failing"])

    with workload.cluster.client() as client:
        assert asyncio.run(run()) == client.jobs.get_exceptions(job_id=workload.job_ids["failing"])


def test_the_dashboard_has_the_version(workload: Workload) -> None:
    """The cluster reports its version, and that it is no history server."""
    with workload.cluster.client() as client:
        dashboard = client.cluster.get_dashboard()

    assert dashboard.flink_version == workload.cluster.release.version
    assert dashboard.features is not None
    assert dashboard.features.web_history is False


def test_a_job_has_its_type_and_timestamps(workload: Workload) -> None:
    """Times are in milliseconds, and also available as aware datetimes."""
    batch, page = workload.read_job("bounded"), workload.read_job("page")

    assert (batch.job_type, page.job_type) == ("BATCH", "STREAMING")
    assert page.timestamps is not None
    assert (page.timestamps["INITIALIZING"], page.timestamps["FINISHED"]) == (page.start_time, 0)
    assert page.start_time_utc is not None and page.now_utc is not None
    assert page.start_time_utc < page.now_utc


def test_a_failure_has_its_stack_trace(workload: Workload) -> None:
    """The root cause is the last 'Caused by' line."""
    with workload.cluster.client() as client:
        exceptions = client.jobs.get_exceptions(
            job_id=workload.job_ids["failing"], max_exceptions=1
        )

    assert exceptions.exception_history is not None and exceptions.exception_history.entries
    (first,) = exceptions.exception_history.entries
    assert first.exception_name == "org.apache.flink.runtime.JobException"
    assert "Caused by: java.lang.NumberFormatException: For input" in (first.stacktrace or "")


def test_the_restarts_of_a_job_are_a_metric(workload: Workload) -> None:
    """A job that is restarted after failures has the metric numRestarts."""
    with workload.cluster.client() as client:
        (metric,) = client.jobs.list_metrics(
            job_id=workload.job_ids["restarting"], get="numRestarts"
        )

    assert metric.id == "numRestarts"
    assert int(metric.value or 0) > 0


def test_checkpoints_show_savepoint_and_restore(workload: Workload) -> None:
    """The stopped job has the savepoint from which the other one was restored."""
    with workload.cluster.client() as client:
        stopped = client.jobs.get_checkpoints(job_id=workload.job_ids["stopped"]).latest
        restored = client.jobs.get_checkpoints(job_id=workload.job_ids["restored"]).latest

    assert stopped is not None and stopped.savepoint is not None
    assert restored is not None and restored.restored is not None
    assert stopped.savepoint.checkpoint_type == "SYNC_SAVEPOINT"
    assert restored.restored.is_savepoint is True
    assert restored.restored.external_path == stopped.savepoint.external_path


def test_a_task_manager_has_the_resources_of_its_jobs(workload: Workload) -> None:
    """Each allocated slot has a job id and its resources."""
    with workload.cluster.client() as client:
        slots = client.task_managers.get(task_manager_id="tm-1").allocated_slots or []

    (resource,) = (slot.resource for slot in slots if slot.job_id == workload.job_ids["page"])
    assert resource is not None
    assert (resource.cpu_cores, resource.managed_memory) == (1.0, 21)


def test_an_unknown_job_is_not_found(workload: Workload) -> None:
    """The message is one line, without the Java stack trace."""
    with workload.cluster.client() as client, pytest.raises(NotFoundError) as caught:
        client.jobs.get(job_id="0" * 32)

    message = f"org.apache.flink.runtime.rest.NotFoundException: Job {'0' * 32} not found"
    assert str(caught.value) == f"GetJob: {message}"


def test_an_unknown_task_manager_is_a_server_error(workload: Workload) -> None:
    """Flink responds with status 500."""
    with workload.cluster.client() as client, pytest.raises(ServerError) as caught:
        client.task_managers.get(task_manager_id="tm-2")

    assert caught.value.status == 500


def test_an_invalid_job_id_is_a_usage_error(workload: Workload) -> None:
    """The client rejects it without a request."""
    with workload.cluster.client() as client, pytest.raises(UsageError) as caught:
        client.jobs.get(job_id="x")

    assert "GetJob: job_id must be" in str(caught.value)


def test_the_history_server_has_the_ended_jobs(workload: Workload) -> None:
    """The same client reads the history server."""
    with workload.cluster.client(history=True) as client:
        listed = wait_until(lambda: response_or_none(client.jobs.list)).jobs or []
        bounded = wait_until(
            lambda: response_or_none(lambda: client.jobs.get(job_id=workload.job_ids["bounded"]))
        )

    assert {"bounded", "failing", "cancelled", "stopped"} <= {job.name for job in listed}
    assert bounded.end_time == workload.read_job("bounded").end_time
