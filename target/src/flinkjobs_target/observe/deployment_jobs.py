"""The jobs of each deployment as they were stored last, in memory, for the metrics."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ..store.types import DeploymentKey
from .jobs.alarms import makes_checkpoints
from .jobs.facts import Observation
from .jobs.states import has_ended

__all__ = ["DeploymentJobs", "DeploymentOnCluster", "JobStanding"]


class DeploymentOnCluster(Struct, frozen=True):
    """A deployment with jobs on a cluster."""

    cluster: str
    deployment: DeploymentKey


class JobStanding(Struct, frozen=True, kw_only=True):
    """A job: its state since a time, and the start of its latest checkpoint, in milliseconds.

    `checkpointed` is the time at which it began to run until there is a checkpoint; None for a job
    without checkpoints.
    """

    started: int
    state: str
    since: int
    has_ended: bool
    restarts: int | None
    checkpointed: int | None
    alarms: tuple[str, ...]


class DeploymentJobs:
    """The live jobs of each deployment, and the latest one that has ended."""

    def __init__(self) -> None:
        self._jobs: dict[DeploymentOnCluster, dict[str, JobStanding]] = {}

    def update(self, observations: Mapping[str, Observation]) -> None:
        """Take over what is stored of jobs, by row key."""
        changed: set[DeploymentOnCluster] = set()
        for key, observation in observations.items():
            if observation.record is not None:
                deployment = DeploymentOnCluster(observation.cluster, observation.record.key)
                self._jobs.setdefault(deployment, {})[key] = _standing(observation)
                changed.add(deployment)
        for deployment in changed:
            self._forget_earlier(deployment)

    def items(self) -> Iterator[tuple[DeploymentOnCluster, list[JobStanding]]]:
        """Yield each deployment with its jobs, the latest last."""
        for deployment, jobs in self._jobs.copy().items():
            yield deployment, sorted(jobs.copy().values(), key=lambda job: job.started)

    def _forget_earlier(self, deployment: DeploymentOnCluster) -> None:
        """Forget ended jobs of a deployment that are not its latest."""
        jobs = self._jobs[deployment]
        latest = max(job.started for job in jobs.values())
        self._jobs[deployment] = {
            key: job for key, job in jobs.items() if not job.has_ended or job.started == latest
        }


def _standing(observation: Observation) -> JobStanding:
    facts = observation.facts
    since = observation.transitions[-1].at if observation.transitions else facts.started
    running_since = (facts.timestamps or {}).get("RUNNING") or facts.started
    is_running = observation.state == "RUNNING" and observation.inferred_at is None
    return JobStanding(
        started=facts.started,
        state=observation.state or "UNKNOWN",
        since=since,
        has_ended=has_ended(observation),
        restarts=facts.restarts,
        checkpointed=(
            max(facts.checkpointed or 0, running_since)
            if is_running and makes_checkpoints(observation)
            else None
        ),
        alarms=observation.alarms,
    )
