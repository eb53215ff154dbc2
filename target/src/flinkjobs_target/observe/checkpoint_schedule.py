"""When the checkpoints of running jobs are read: rarely, a few jobs at a time, and more often in alarm."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from .jobs.alarms import makes_checkpoints
from .jobs.facts import Facts, Observation
from .jobs.states import has_ended

__all__ = ["CheckpointSchedule"]

_SECONDS = 600.0
_ALARM_SECONDS = 30.0
_SHARE = 60
"""At most one of so many listed jobs is read in a poll, and at least ten."""


class CheckpointSchedule:
    """The jobs of a cluster that make checkpoints or are in alarm, and when each is read next."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._due: dict[str, float] = {}

    def update(self, observations: Mapping[str, Observation]) -> None:
        """Take over what is stored of jobs, just now."""
        now = self._clock()
        for job_id, observation in observations.items():
            if has_ended(observation):
                self._due.pop(job_id, None)
            elif observation.alarms:
                self._due[job_id] = now + _ALARM_SECONDS
            elif makes_checkpoints(observation):
                self._due[job_id] = now + _SECONDS

    def due(self, listed: Iterable[Facts]) -> Sequence[Facts]:
        """Return the listed jobs to read now, the longest due first."""
        now = self._clock()
        jobs = {job.job_id: job for job in listed}
        due = sorted((at, id) for id, at in self._due.items() if at <= now and id in jobs)
        return [jobs[id] for _, id in due[: max(10, len(jobs) // _SHARE)]]
