"""Whatever becomes of a deployment, waiting for a new instance ends with a new one."""

from itertools import count
from random import Random
from typing import Any

import pytest

from flinkjobs import WaitEnded, WaitTimedOut
from flinkjobs._runtime.client.response import Answer
from flinkjobs._runtime.polling.poller import Waiting
from flinkjobs.models import GetJobResponse, Job, JobStatus, ListJobsResponse
from flinkjobs.operations import GET_JOB, GET_JOB_WAIT

STATES = ["STARTING", "RUNNING", "CANCELLING", "FAILED", "CANCELLED", "FINISHED", "DREAMING", None]


class History:
    """A deployment that changes at random: instances start, others change their states."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.now = 100
        self.names = count()
        self.jobs: list[Job] = []
        for _ in range(chance.randrange(1, 5)):
            self.start()

    def start(self) -> None:
        self.now += self.chance.randrange(3)
        job = Job(job_id=f"j{next(self.names)}", created_at=str(self.now))
        self.jobs.append(job)
        self.change(job)

    def change(self, job: Job) -> None:
        job.status = JobStatus(current_job_status=self.chance.choice(STATES))

    def move(self) -> None:
        for _ in range(self.chance.randrange(3)):
            if self.chance.random() < 0.3:
                self.start()
            else:
                self.change(self.chance.choice(self.jobs))

    def answer(self, operation: Any, values: Any) -> Answer[Any]:
        if operation is GET_JOB:
            found = next(job for job in self.jobs if job.job_id == values["job_id"])
            return Answer(GetJobResponse(success=True, data=found), b"", None)
        listed = sorted(
            self.jobs, key=lambda job: (int(job.created_at or 0), job.job_id), reverse=True
        )
        page = ListJobsResponse(success=True, data=listed[:10], total_size=len(listed))
        return Answer(page, b"", None)


def begun(history: History, old: Job) -> Waiting[Job]:
    """Begin to wait for one that is newer than an old one; each look at the time takes a second."""
    ticks = count()
    waiting = Waiting(
        GET_JOB_WAIT,
        {"deployment_id": "d"},
        after=old.job_id,
        until="RUNNING",
        timeout=9,
        poll=1,
        monotonic=lambda: float(next(ticks)),
    )
    assert waiting.first is not None
    waiting.begin(history.answer(*waiting.first))
    return waiting


def outcome(history: History, waiting: Waiting[Job], asked: list[str]) -> Job | None:
    """Wait to the end while the deployment changes; give the job that it ended with."""
    try:
        while True:
            operation, values = waiting.asks
            if operation is GET_JOB:
                asked.append(str(values["job_id"]))
            found = waiting.take(history.answer(operation, values))
            if found is not None:
                return found
            waiting.pause()
            history.move()
    except (WaitEnded, WaitTimedOut) as ended:
        return ended.job if isinstance(ended.job, Job) else None


@pytest.mark.parametrize("seed", range(300))
def test_a_new_instance_and_no_other(seed: int) -> None:
    """The instance that a wait ends with is newer than the old one, and was pinned from the first."""
    chance, asked = Random(seed), list[str]()
    history = History(chance)
    old = chance.choice(history.jobs)
    found = outcome(history, begun(history, old), asked)

    if found is not None:
        assert int(old.created_at or 0) < int(found.created_at or 0)
        assert set(asked) <= {found.job_id}


def test_histories_have_every_end() -> None:
    """Among such histories are those that reach the goal, end otherwise, and never begin."""
    ends = set()
    for seed in range(100):
        history = History(Random(seed))
        found = outcome(history, begun(history, history.jobs[-1]), [])
        ends.add(found.state if found else "none")

    assert {"RUNNING", "FAILED", "none"} <= ends
