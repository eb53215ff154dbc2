"""One job: by its id, or the latest of a deployment."""

from typing import Any

import pytest

from flinkjobs import NotFoundError, UndecodableAnswer
from flinkjobs.models import Job

from ..scripted import Script, envelope
from .changing import Deployment, JobsCaller


def test_get(jobs: JobsCaller, deployment: Deployment) -> None:
    """One job instance is given by its id alone."""
    job: Job = jobs("get", job_id=deployment.id("old"))

    assert (deployment.id("old"), "FINISHED") == (job.job_id, job.state)


def test_get_of_nothing(jobs: JobsCaller) -> None:
    """An instance that does not exist is not found, by the contract's code."""
    with pytest.raises(NotFoundError) as caught:
        jobs("get", job_id="nobody")

    assert ("990301", "GetJob") == (caught.value.code, caught.value.operation)
    assert 'job "nobody" does not exist' == caught.value.message


def test_latest(jobs: JobsCaller, deployment: Deployment) -> None:
    """The latest instance is the one that was created last."""
    for number in range(12):
        deployment.put(f"j{number}", "FINISHED", 100 + number)

    assert deployment.id("j11") == jobs("latest", deployment_id=deployment.name).job_id


def test_latest_of_none(scripted_jobs: JobsCaller, script: Script) -> None:
    """A deployment without instances has no latest one."""
    script.answer = envelope([])

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
def test_latest_by_what_came(
    scripted_jobs: JobsCaller,
    script: Script,
    times: tuple[int | None, ...],
    total: int,
    expected: str,
) -> None:
    """The first is the latest when times fall; when all have come, the newest is, in any order."""
    script.answer = envelope(created(*times), totalSize=total)

    assert expected == scripted_jobs("latest", deployment_id="d").job_id


@pytest.mark.parametrize(
    ("times", "total"),
    [
        ((3, 4, 5), 30),
        ((5, 3, 4), 30),
        ((5, 5, 5), 30),
        ((5,), 2),
        ((None, 5, 4), 30),
        ((None, None), 2),
        ((), 3),
    ],
)
def test_latest_that_nobody_can_tell(
    scripted_jobs: JobsCaller, script: Script, times: tuple[int | None, ...], total: int
) -> None:
    """Times that do not fall, when more may follow, leave it open: that is said, not guessed."""
    script.answer = envelope(created(*times), totalSize=total)
    with pytest.raises(UndecodableAnswer) as caught:
        scripted_jobs("latest", deployment_id="d")

    expected = (
        f"ListJobs: the latest cannot be told: {len(times)} of {total} items came, "
        "not in the order of created_at with the newest first [request id R-1]"
    )
    assert expected == str(caught.value)
