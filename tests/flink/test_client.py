"""The generated client reads a real cluster: jobs of every kind, and errors that say what is wrong."""

import asyncio

import pytest

from flinkrest import AsyncClient, NotFoundError, ServerError, UsageError

from .cluster import answers, until
from .stage import Stage


def test_listed(stage: Stage) -> None:
    """A listing has every job with its state."""
    with stage.cluster.client() as client:
        listed = {one.name: one.state for one in client.jobs.list().jobs or []}

    restarting = listed.pop("restarting")
    assert restarting in ("RESTARTING", "RUNNING")
    assert {
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
    } == listed


def test_both_clients(stage: Stage) -> None:
    """The asynchronous client reads what the synchronous one does."""

    async def run() -> object:
        async with AsyncClient(endpoint=stage.cluster.url) as client:
            return await client.jobs.get_exceptions(job_id=stage.jobs["failing"])

    with stage.cluster.client() as client:
        assert asyncio.run(run()) == client.jobs.get_exceptions(job_id=stage.jobs["failing"])


def test_version(stage: Stage) -> None:
    """The cluster tells its version, and that it is no history server."""
    with stage.cluster.client() as client:
        dashboard = client.cluster.get_dashboard()

    assert stage.cluster.release.version == dashboard.flink_version
    assert dashboard.features is not None
    assert dashboard.features.web_history is False


def test_job(stage: Stage) -> None:
    """A job has its kind, and when it came into each state; its start is an aware time."""
    batch, page = stage.job("bounded"), stage.job("page")

    assert ("BATCH", "STREAMING") == (batch.job_type, page.job_type)
    assert page.timestamps is not None
    assert (page.start_time, 0) == (page.timestamps["INITIALIZING"], page.timestamps["FINISHED"])
    assert page.start_time_utc is not None and page.now_utc is not None
    assert page.start_time_utc < page.now_utc


def test_failure(stage: Stage) -> None:
    """A failed job tells its root cause at the end of its stack."""
    with stage.cluster.client() as client:
        told = client.jobs.get_exceptions(job_id=stage.jobs["failing"], max_exceptions=1)

    assert told.exception_history is not None and told.exception_history.entries
    (first,) = told.exception_history.entries
    assert "org.apache.flink.runtime.JobException" == first.exception_name
    assert "Caused by: java.lang.NumberFormatException: For input" in (first.stacktrace or "")


def test_restarts(stage: Stage) -> None:
    """A job that fails again and again counts its restarts."""
    with stage.cluster.client() as client:
        (metric,) = client.jobs.list_metrics(job_id=stage.jobs["restarting"], get="numRestarts")

    assert "numRestarts" == metric.id
    assert int(metric.value or 0) > 0


def test_restored(stage: Stage) -> None:
    """A job that goes on from a savepoint tells so; the one before tells of the savepoint."""
    with stage.cluster.client() as client:
        stopped = client.jobs.get_checkpoints(job_id=stage.jobs["stopped"]).latest
        restored = client.jobs.get_checkpoints(job_id=stage.jobs["restored"]).latest

    assert stopped is not None and stopped.savepoint is not None
    assert restored is not None and restored.restored is not None
    assert "SYNC_SAVEPOINT" == stopped.savepoint.checkpoint_type
    assert restored.restored.is_savepoint is True
    assert stopped.savepoint.external_path == restored.restored.external_path


def test_resources(stage: Stage) -> None:
    """A TaskManager tells what each of its jobs occupies."""
    with stage.cluster.client() as client:
        slots = client.task_managers.get(task_manager_id="tm-1").allocated_slots or []

    (mine,) = (one.resource for one in slots if one.job_id == stage.jobs["page"])
    assert mine is not None
    assert (1.0, 21) == (mine.cpu_cores, mine.managed_memory)


def test_unknown_job(stage: Stage) -> None:
    """A job that is not known is told in one line, without Java's stack."""
    with stage.cluster.client() as client, pytest.raises(NotFoundError) as caught:
        client.jobs.get(job_id="0" * 32)

    said = f"org.apache.flink.runtime.rest.NotFoundException: Job {'0' * 32} not found"
    assert f"GetJob: {said}" == str(caught.value)


def test_unknown_task_manager(stage: Stage) -> None:
    """A TaskManager that is not known makes Flink fail."""
    with stage.cluster.client() as client, pytest.raises(ServerError) as caught:
        client.task_managers.get(task_manager_id="tm-2")

    assert 500 == caught.value.status


def test_no_job_id(stage: Stage) -> None:
    """What cannot be a job's id is refused before it is sent."""
    with stage.cluster.client() as client, pytest.raises(UsageError) as caught:
        client.jobs.get(job_id="x")

    assert "GetJob: job_id must be" in str(caught.value)


def test_history(stage: Stage) -> None:
    """The history server answers the same client, and knows the jobs that have ended."""
    with stage.cluster.client(history=True) as client:
        listed = until(lambda: answers(client.jobs.list)).jobs or []
        bounded = until(lambda: answers(lambda: client.jobs.get(job_id=stage.jobs["bounded"])))

    assert {"bounded", "failing", "cancelled", "stopped"} <= {one.name for one in listed}
    assert stage.job("bounded").end_time == bounded.end_time
