"""Jobs of every kind on a real cluster, and waiting for what Flink makes of them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flinkrest.models import Job

from .cluster import SLOTS, Cluster, until
from .submitting import Submitter
from .workloads import BOUNDED, FAILING, PAGE, STATEFUL

__all__ = ["KINDS", "Stage"]

_ENDED = ("FINISHED", "FAILED", "CANCELED")
_CHECKPOINTS = {"execution.checkpointing.interval": "1s"}
_NO_RESTART = {"restart-strategy.type": "disable"}
_FIXED_DELAY = {
    "restart-strategy.type": "fixed-delay",
    "restart-strategy.fixed-delay.attempts": "1000",
    "restart-strategy.fixed-delay.delay": "1s",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a job does."""

    statements: Sequence[str]
    mode: str = "streaming"
    settings: Mapping[str, str] = field(default_factory=dict)
    parallelism: int = 1


KINDS = {
    "page": Kind(PAGE, settings=_CHECKPOINTS),
    "bounded": Kind(BOUNDED, mode="batch"),
    "failing": Kind(FAILING, settings=_NO_RESTART),
    "restarting": Kind(FAILING, settings=_FIXED_DELAY),
    "stateful": Kind(STATEFUL, settings=_CHECKPOINTS),
    "wide": Kind(PAGE, parallelism=SLOTS + 1),
}
"""The product page's own SQL, and variations of it."""


@dataclass
class Stage:
    """A cluster, and the ids of the jobs that were submitted to it, by name."""

    cluster: Cluster
    jobs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._submitter = Submitter(self.cluster)
        self.upload()

    def upload(self) -> None:
        """Give the JobManager the program; a new one needs it anew."""
        self._submitter.upload()

    def submit(
        self, name: str, kind: str, labels: Mapping[str, str], savepoint: str | None = None
    ) -> None:
        """Submit a job of a kind; its id is known before anybody can see the job."""
        one = KINDS[kind]
        self.jobs[name] = secrets.token_hex(16)
        self._submitter.submit(
            self.jobs[name],
            name,
            one.statements,
            mode=one.mode,
            labels=labels,
            settings=one.settings,
            parallelism=one.parallelism,
            savepoint=savepoint,
        )

    def cancel(self, name: str) -> None:
        """Cancel a job, and wait until it has ended."""
        self._submitter.cancel(self.jobs[name])
        self.await_state(name, "CANCELED")

    def stop(self, name: str) -> str:
        """Stop a job with a savepoint, wait until it has ended, and give where that lies."""
        savepoint = self._submitter.stop(self.jobs[name])
        self.await_state(name, "FINISHED")
        return savepoint

    def await_state(self, name: str, state: str) -> None:
        """Wait until Flink says a state of a job; AssertionError when it ends in another one."""

        def reached() -> bool:
            found = self.job(name).state
            assert found == state or found not in _ENDED, f"{name} is {found}, not {state}"
            return found == state

        until(reached)

    def job(self, name: str) -> Job:
        """Ask Flink for a job; its answer may be some seconds old."""
        with self.cluster.client() as client:
            return client.jobs.get(job_id=self.jobs[name])
