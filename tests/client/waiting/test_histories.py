"""However a deployment changes, waiting for a new instance ends with a new one."""

from itertools import count
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flinkjobs import WaitFailedError, WaitTimeoutError
from flinkjobs._runtime.client.response import Result
from flinkjobs._runtime.polling.poller import Poller
from flinkjobs.models import GetJobResponse, Job, JobStatus, ListJobsResponse
from flinkjobs.operations import GET_JOB, GET_JOB_WAIT

from ...sizes import EXAMPLES

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

    def call(self, operation: Any, values: Any) -> Result[Any]:
        if operation is GET_JOB:
            job = next(job for job in self.jobs if job.job_id == values["job_id"])
            return Result(GetJobResponse(success=True, data=job), b"", None)
        listed = sorted(
            self.jobs, key=lambda job: (int(job.created_at or 0), job.job_id), reverse=True
        )
        page = ListJobsResponse(success=True, data=listed[:10], total_size=len(listed))
        return Result(page, b"", None)


def start_polling(history: History, old: Job) -> Poller[Job]:
    """Start to wait for a job newer than an old one; each reading of the clock takes a second."""
    ticks = count()
    poller = Poller(
        GET_JOB_WAIT,
        {"deployment_id": "d"},
        after=old.job_id,
        until="RUNNING",
        timeout=9,
        poll=1,
        monotonic=lambda: float(next(ticks)),
    )
    assert poller.baseline_call is not None
    poller.set_baseline(history.call(*poller.baseline_call))
    return poller


def poll(history: History, poller: Poller[Job], polled: list[str]) -> Job | None:
    """Poll to the end while the deployment changes; return the job that it ended with."""
    try:
        while True:
            operation, values = poller.next_call
            if operation is GET_JOB:
                polled.append(str(values["job_id"]))
            job = poller.accept(history.call(operation, values))
            if job is not None:
                return job
            poller.delay()
            history.move()
    except (WaitFailedError, WaitTimeoutError) as ended:
        return ended.job if isinstance(ended.job, Job) else None


@settings(max_examples=10 * EXAMPLES)
@given(chance=st.randoms(use_true_random=False))
def test_a_new_instance_and_no_other(chance: Random) -> None:
    """The instance that a wait ends with is newer than the old one, and was fixed from the first."""
    polled: list[str] = []
    history = History(chance)
    old = chance.choice(history.jobs)
    job = poll(history, start_polling(history, old), polled)

    if job is not None:
        assert int(old.created_at or 0) < int(job.created_at or 0)
        assert set(polled) <= {job.job_id}


def test_histories_have_every_end() -> None:
    """Among such histories are those that reach the goal, end otherwise, and never begin."""
    ends = set()
    for seed in range(100):
        history = History(Random(seed))
        job = poll(history, start_polling(history, history.jobs[-1]), [])
        ends.add(job.state if job else "none")

    assert {"RUNNING", "FAILED", "none"} <= ends
