"""One job: by its id, or the latest of a deployment."""

from typing import Any

import pytest

from flinkjobs import InvalidResponseError, NotFoundError
from flinkjobs.models import Job

from ..scripted import ScriptedServer, envelope
from .changing import Deployment, JobsClient


def test_get(jobs: JobsClient, deployment: Deployment) -> None:
    """A job instance is read by its id."""
    job: Job = jobs("get", job_id=deployment.id("old"))

    assert (job.job_id, job.state) == (deployment.id("old"), "FINISHED")


def test_get_of_a_missing_job(jobs: JobsClient) -> None:
    """An instance that does not exist is not found, by the contract's code."""
    with pytest.raises(NotFoundError) as caught:
        jobs("get", job_id="nobody")

    assert (caught.value.code, caught.value.operation) == ("990301", "GetJob")
    assert caught.value.message == 'job "nobody" does not exist'


def test_latest(jobs: JobsClient, deployment: Deployment) -> None:
    """The latest instance is the one that was created last."""
    for number in range(12):
        deployment.put(f"j{number}", "FINISHED", 100 + number)

    assert deployment.id("j11") == jobs("latest", deployment_id=deployment.name).job_id


def test_latest_of_none(scripted_jobs: JobsClient, server: ScriptedServer) -> None:
    """A deployment without instances has no latest one."""
    server.response = envelope([])

    assert scripted_jobs("latest", deployment_id="d") is None


def created(*times: int | None) -> list[dict[str, Any]]:
    return [
        {"jobId": f"j{place}", "createdAt": str(t) if t else ""} for place, t in enumerate(times)
    ]


@pytest.mark.parametrize(
    ("times", "total", "expected"),
    [
        ((5,), 1, "j0"),
        ((None,), 1, "j0"),
        ((5, 4, 3), 3, "j0"),
        ((5, 4, 4), 30, "j0"),
        ((5, 5, 4), 30, "j0"),
        ((5, 4, None), 30, "j0"),
        ((3, 4, 5), 3, "j2"),
        ((None, 4, 5), 3, "j2"),
        ((4, 5, 3), 3, "j1"),
        ((5, 5), 2, "j0"),
    ],
)
def test_latest_by_time(
    scripted_jobs: JobsClient,
    server: ScriptedServer,
    times: tuple[int | None, ...],
    total: int,
    expected: str,
) -> None:
    """The first is the latest when times fall; when all have come, the newest is, in any order."""
    server.response = envelope(created(*times), totalSize=total)

    assert scripted_jobs("latest", deployment_id="d").job_id == expected


@pytest.mark.parametrize(
    ("times", "total"),
    [
        ((3, 4, 5), 30),
        ((5, 3, 4), 30),
        ((5, 5, 5), 30),
        ((5,), 2),
        ((None, 5, 4), 30),
        ((None, None), 2),
    ],
)
def test_uncertain_latest(
    scripted_jobs: JobsClient, server: ScriptedServer, times: tuple[int | None, ...], total: int
) -> None:
    """Times that do not fall, when more may follow, are an error: the latest is uncertain."""
    server.response = envelope(created(*times), totalSize=total)
    with pytest.raises(InvalidResponseError) as caught:
        scripted_jobs("latest", deployment_id="d")

    expected = (
        f"ListJobs: the latest item is uncertain: {len(times)} of {total} items were returned, "
        "not sorted by created_at with the newest first [request id R-1]"
    )
    assert str(caught.value) == expected


def test_latest_of_a_page_that_contradicts_itself(
    scripted_jobs: JobsClient, server: ScriptedServer
) -> None:
    """An empty first page whose total says that there are jobs does not mean that there is none."""
    server.response = envelope([], totalSize=7)
    with pytest.raises(InvalidResponseError) as caught:
        scripted_jobs("latest", deployment_id="d")

    assert str(caught.value) == (
        "ListJobs: the response contradicts itself: the page with page_index 1 is empty, "
        "but total_size is 7 [request id R-1]"
    )
