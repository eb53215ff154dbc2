"""The reference model of a deploy loop: what each call deserves, computed on a few dictionaries.

It knows streaming deployments. Time passes where `settle` is called: jobs that start run then, stops
have taken effect, and savepoints are complete.
"""

from collections import Counter
from dataclasses import dataclass, field

__all__ = [
    "ACCEPTED",
    "CONFLICT",
    "INVALID",
    "NOT_FOUND",
    "DeployModel",
    "Deployment",
    "Job",
    "Savepoint",
]

ACCEPTED, NOT_FOUND, CONFLICT, INVALID = "", "990301", "990302", "990303"
_ACTIVE = ("STARTING", "RUNNING", "CANCELLING")


@dataclass
class Deployment:
    """A deployment: its name, and whether it was changed after its latest start."""

    name: str
    description: str | None = None
    changed: bool = False


@dataclass
class Job:
    """A job: its state, the strategy of a stop that was asked for, and what it was restored from."""

    deployment: str
    state: str = "STARTING"
    strategy: str | None = None
    restored: str | None = None


@dataclass
class Savepoint:
    """A savepoint: its state and origin, and its place in the order of time."""

    deployment: str
    job: str
    origin: str
    state: str = "STARTED"
    created: int = 0


@dataclass
class DeployModel:
    """All that the deployments of one loop have; ids are those that the target gave."""

    deployments: dict[str, Deployment] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    savepoints: dict[str, Savepoint] = field(default_factory=dict)
    deleted_jobs: set[str] = field(default_factory=set)

    def create(self, name: str) -> str:
        """Return the code that the creation of a deployment deserves."""
        return CONFLICT if name in {each.name for each in self.deployments.values()} else ACCEPTED

    def rename(self, deployment: str, name: str) -> str:
        """Change the name of a deployment, where that can be; return the code."""
        if deployment not in self.deployments:
            return NOT_FOUND
        others = {each.name for id, each in self.deployments.items() if id != deployment}
        if name in others:
            return CONFLICT
        self._changed(deployment).name = name
        return ACCEPTED

    def describe(self, deployment: str, text: str) -> str:
        """Change the description of a deployment; return the code."""
        if deployment not in self.deployments:
            return NOT_FOUND
        self._changed(deployment).description = text
        return ACCEPTED

    def delete(self, deployment: str) -> str:
        """Delete a deployment with its jobs, where that can be; return the code."""
        if deployment not in self.deployments:
            return NOT_FOUND
        if self.active(deployment):
            return CONFLICT
        for job_id in self.jobs_of(deployment):
            self._bury(job_id)
        del self.deployments[deployment]
        return ACCEPTED

    def start(self, deployment: str, kind: str, savepoint: str | None, job_id: str | None) -> str:
        """Return the code that a start deserves whose id, if chosen, no job has."""
        if deployment not in self.deployments:
            return NOT_FOUND
        if job_id in self.deleted_jobs:
            return CONFLICT
        if (kind == "FROM_SAVEPOINT") != (savepoint is not None):
            return INVALID
        if self.active(deployment):
            return CONFLICT
        return self._restored(deployment, kind, savepoint)

    def started(self, deployment: str, job_id: str, restored: str | None) -> None:
        """Add the job of a start that was accepted."""
        self.jobs[job_id] = Job(deployment, restored=restored)
        self.deployments[deployment].changed = False

    def stop(self, job_id: str, strategy: str) -> str:
        """Ask for the stop of a job, where that can be; return the code."""
        if job_id not in self.jobs:
            return NOT_FOUND
        job = self.jobs[job_id]
        is_over = job.state not in _ACTIVE
        if strategy == "NONE":
            if not is_over:
                job.state, job.strategy = "CANCELLING", "NONE"
            return ACCEPTED
        if is_over or job.state != "RUNNING" or self.taking(job_id):
            return CONFLICT
        job.state, job.strategy = "CANCELLING", strategy
        return ACCEPTED

    def take(self, deployment: str) -> str:
        """Return the code that a savepoint of a deployment deserves."""
        if deployment not in self.deployments:
            return NOT_FOUND
        job_id = self.active(deployment)
        can = job_id and self.jobs[job_id].state == "RUNNING" and not self.taking(job_id)
        return ACCEPTED if can else CONFLICT

    def delete_job(self, job_id: str) -> str:
        """Delete a job, where that can be; return the code."""
        if job_id not in self.jobs:
            return NOT_FOUND
        if self.jobs[job_id].state in _ACTIVE:
            return CONFLICT
        self._bury(job_id)
        return ACCEPTED

    def delete_savepoint(self, savepoint_id: str) -> str:
        """Delete a savepoint, where that can be; return the code."""
        if savepoint_id not in self.savepoints:
            return NOT_FOUND
        savepoint = self.savepoints[savepoint_id]
        if savepoint.state == "STARTED" or savepoint.origin == "RETAINED_CHECKPOINT":
            return CONFLICT
        del self.savepoints[savepoint_id]
        return ACCEPTED

    def settle(self) -> None:
        """Let everything that was asked for come to its end."""
        for savepoint in self.savepoints.values():
            if savepoint.state == "STARTED":
                savepoint.state = "COMPLETED"
        for job in self.jobs.values():
            if job.state == "STARTING":
                job.state = "RUNNING"
            elif job.state == "CANCELLING":
                job.state = "CANCELLED" if job.strategy == "NONE" else "FINISHED"

    def active(self, deployment: str) -> str | None:
        """Return the id of the job of a deployment that has not ended."""
        jobs = self.jobs_of(deployment)
        return next((each for each in jobs if self.jobs[each].state in _ACTIVE), None)

    def taking(self, job_id: str) -> bool:
        """Whether a savepoint of a job is being taken."""
        return any(
            each.job == job_id and each.state == "STARTED" for each in self.savepoints.values()
        )

    def jobs_of(self, deployment: str) -> list[str]:
        return [job_id for job_id, job in self.jobs.items() if job.deployment == deployment]

    def savepoints_of(self, deployment: str) -> dict[str, Savepoint]:
        found = self.savepoints.items()
        return {each: savepoint for each, savepoint in found if savepoint.deployment == deployment}

    def latest(self, deployment: str, kind: str) -> str | None:
        """Return the id of the latest state of a deployment: of a savepoint, or also a checkpoint."""
        ids = [
            (savepoint.created, savepoint_id)
            for savepoint_id, savepoint in self.savepoints_of(deployment).items()
            if savepoint.state == "COMPLETED"
            and (kind == "LATEST_STATE" or savepoint.origin != "RETAINED_CHECKPOINT")
        ]
        return max(ids)[1] if ids else None

    def summary(self, deployment: str) -> dict[str, int]:
        """Return the numbers of jobs by state, where there are any."""
        states = Counter(self.jobs[job_id].state.lower() for job_id in self.jobs_of(deployment))
        return dict(states)

    def _restored(self, deployment: str, kind: str, savepoint: str | None) -> str:
        """Return the code that the state of a start deserves."""
        if kind == "NONE":
            return ACCEPTED
        if kind != "FROM_SAVEPOINT":
            return ACCEPTED if self.latest(deployment, kind) else CONFLICT
        named = self.savepoints.get(savepoint or "")
        if named is None:
            return NOT_FOUND
        return ACCEPTED if named.state == "COMPLETED" else CONFLICT

    def _changed(self, deployment: str) -> Deployment:
        changed = self.deployments[deployment]
        changed.changed = bool(self.jobs_of(deployment))
        return changed

    def _bury(self, job_id: str) -> None:
        del self.jobs[job_id]
        self.deleted_jobs.add(job_id)
