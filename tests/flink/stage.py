"""A cluster with a job of every kind on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flinkrest.models import Job

from .cluster import Cluster, until
from .submitting import Submitter
from .workloads import BOUNDED, FAILING, PAGE, STATEFUL

__all__ = ["Stage"]

_ALL_ENDED = ("FINISHED", "FAILED", "CANCELED")
_CHECKPOINTS = {"execution.checkpointing.interval": "1s"}
_NO_RESTART = {"restart-strategy.type": "disable"}
_FIXED_DELAY = {
    "restart-strategy.type": "fixed-delay",
    "restart-strategy.fixed-delay.attempts": "1000",
    "restart-strategy.fixed-delay.delay": "1s",
}


@dataclass
class Stage:
    """A cluster, and the ids of the jobs that were submitted to it, by what they are."""

    cluster: Cluster
    labels: Mapping[str, str] = field(default_factory=dict)
    jobs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._submitter = Submitter(self.cluster)
        self._submitter.upload()

    def play(self) -> None:
        """Submit a job of every kind, and wait until each is where it is to be."""
        self.submit_all()
        self.await_tasks("page")
        self.await_state("bounded", "FINISHED")
        self.await_state("failing", "FAILED")
        self.await_state("restarting", "RESTARTING")
        self.cancel("cancelled")
        self.restore(self.stop("stopped"))

    def submit_all(self) -> None:
        """Submit the jobs that need no other one."""
        self._submit("bounded", BOUNDED, mode="batch")
        self._submit("page", PAGE, settings=_CHECKPOINTS)
        self._submit("failing", FAILING, settings=_NO_RESTART)
        self._submit("restarting", FAILING, settings=_FIXED_DELAY)
        self._submit("cancelled", PAGE)
        self._submit("stopped", STATEFUL, settings=_CHECKPOINTS)

    def page(self, name: str) -> None:
        """Submit the product page's SQL once more, under a name of its own."""
        self._submit(name, PAGE)

    def upload(self) -> None:
        """Give a new JobManager the program."""
        self._submitter.upload()

    def cancel(self, name: str) -> None:
        """Cancel a job that runs, and wait until it has ended."""
        self.await_tasks(name)
        self._submitter.cancel(self.jobs[name])
        self.await_state(name, "CANCELED")

    def stop(self, name: str) -> str:
        """Stop a job that runs with a savepoint, and give where that lies."""
        self.await_tasks(name)
        savepoint = self._submitter.stop(self.jobs[name])
        self.await_state(name, "FINISHED")
        return savepoint

    def restore(self, savepoint: str) -> None:
        """Submit a job that goes on where another was stopped."""
        self._submit("restored", STATEFUL, settings=_CHECKPOINTS, savepoint=savepoint)
        self.await_tasks("restored")

    def await_tasks(self, name: str) -> None:
        """Wait until all tasks of a job run."""
        until(lambda: _runs(self.job(name)))

    def await_state(self, name: str, state: str) -> Job:
        """Wait until Flink says a state of a job; AssertionError when it ends in another one."""

        def reached() -> Job | None:
            job = self.job(name)
            assert job.state == state or job.state not in _ALL_ENDED, f"{name} is {job.state}"
            return job if job.state == state else None

        job = until(reached)
        assert job is not None
        return job

    def job(self, name: str) -> Job:
        """Ask Flink for a job."""
        with self.cluster.client() as client:
            return client.jobs.get(job_id=self.jobs[name])

    def _submit(
        self,
        name: str,
        statements: list[str],
        *,
        mode: str = "streaming",
        settings: Mapping[str, str] | None = None,
        savepoint: str | None = None,
    ) -> None:
        self.jobs[name] = self._submitter.submit(
            name,
            statements,
            mode=mode,
            labels=self.labels,
            settings=settings or {},
            savepoint=savepoint,
        )


def _runs(job: Job) -> bool:
    vertices = job.vertices or []
    return bool(vertices) and all(
        one.tasks is not None and one.tasks["RUNNING"] == one.parallelism for one in vertices
    )
