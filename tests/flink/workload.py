"""Jobs of several types on a real cluster."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flinkrest.models import Job

from .cluster import SLOTS, Cluster, wait_until
from .sql_scripts import BOUNDED_SCRIPT, FAILING_SCRIPT, PAGE_SCRIPT, STATEFUL_SCRIPT
from .submitter import JobSubmitter

__all__ = ["JOB_SPECS", "JobSpec", "Workload"]

_FINAL_STATES = ("FINISHED", "FAILED", "CANCELED")
_CHECKPOINTS = {"execution.checkpointing.interval": "1s"}
_NO_RESTART = {"restart-strategy.type": "disable"}
_FIXED_DELAY = {
    "restart-strategy.type": "fixed-delay",
    "restart-strategy.fixed-delay.attempts": "1000",
    "restart-strategy.fixed-delay.delay": "1s",
}


@dataclass(frozen=True, slots=True)
class JobSpec:
    """SQL, mode and settings of a job."""

    statements: Sequence[str]
    mode: str = "streaming"
    settings: Mapping[str, str] = field(default_factory=dict)
    parallelism: int = 1


JOB_SPECS = {
    "page": JobSpec(PAGE_SCRIPT, settings=_CHECKPOINTS),
    "bounded": JobSpec(BOUNDED_SCRIPT, mode="batch"),
    "failing": JobSpec(FAILING_SCRIPT, settings=_NO_RESTART),
    "restarting": JobSpec(FAILING_SCRIPT, settings=_FIXED_DELAY),
    "stateful": JobSpec(STATEFUL_SCRIPT, settings=_CHECKPOINTS),
    "wide": JobSpec(PAGE_SCRIPT, parallelism=SLOTS + 1),
}
"""The product page's own SQL, and variations of it."""


@dataclass
class Workload:
    """A cluster, and the ids of the jobs that were submitted to it, by name."""

    cluster: Cluster
    job_ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._submitter = JobSubmitter(self.cluster)
        self.upload()

    def upload(self) -> None:
        """Upload the program; needed once for each JobManager process."""
        self._submitter.upload()

    def choose_id(self, name: str) -> str:
        """Choose and return the id of a job before it is submitted."""
        self.job_ids[name] = secrets.token_hex(16)
        return self.job_ids[name]

    def submit(
        self, name: str, spec_name: str, labels: Mapping[str, str], savepoint: str | None = None
    ) -> None:
        """Submit a job of a spec; its id is stored before the job is visible."""
        spec = JOB_SPECS[spec_name]
        self._submitter.submit(
            self.job_ids.get(name) or self.choose_id(name),
            name,
            spec.statements,
            mode=spec.mode,
            labels=labels,
            settings=spec.settings,
            parallelism=spec.parallelism,
            savepoint=savepoint,
        )

    def cancel(self, name: str) -> None:
        """Cancel a job, and wait until it has ended."""
        self._submitter.cancel(self.job_ids[name])
        self.await_state(name, "CANCELED")

    def stop(self, name: str) -> str:
        """Stop a job with a savepoint, wait until it has ended, and return the savepoint's path."""
        savepoint = self._submitter.stop(self.job_ids[name])
        self.await_state(name, "FINISHED")
        return savepoint

    def await_state(self, name: str, state: str) -> None:
        """Wait until Flink reports a state; raise AssertionError when the job ends in another one."""

        def reached() -> bool:
            current = self.read_job(name).state
            assert current == state or current not in _FINAL_STATES, (
                f"{name} is {current}, not {state}"
            )
            return current == state

        wait_until(reached)

    def read_job(self, name: str) -> Job:
        """Read a job from Flink, whose response may be some seconds old."""
        with self.cluster.client() as client:
            return client.jobs.get(job_id=self.job_ids[name])
