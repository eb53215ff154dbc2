"""The jobs that a cluster should list and does not, and those whose end was inferred from that."""

from collections.abc import Callable, Mapping, Set

from .jobs.facts import Observation
from .jobs.states import has_ended

__all__ = ["MissingJobs"]

_SEARCH_SECONDS = 3600.0
"""How long the history server is searched for a job whose end was inferred: it may archive late."""


class MissingJobs:
    """Counts the polls that each unfinished job was missing in; `lost_after` of them infer its end."""

    def __init__(self, lost_after: int, clock: Callable[[], float]) -> None:
        self._lost_after = lost_after
        self._clock = clock
        self._unfinished: set[str] = set()
        self._polls: dict[str, int] = {}
        self._inferred: dict[str, float] = {}

    def update(self, observations: Mapping[str, Observation]) -> None:
        """Take over what is stored of jobs, by row key; earlier jobs of a reused id are ended."""
        for job_id, observation in observations.items():
            if has_ended(observation):
                self._unfinished.discard(job_id)
                self._polls.pop(job_id, None)
            else:
                self._unfinished.add(job_id)
            if observation.inferred_at is None:
                self._inferred.pop(job_id, None)
            else:
                self._inferred.setdefault(job_id, self._clock())

    def count_poll(self, listed: Set[str]) -> None:
        """Count a poll in which a cluster listed some jobs."""
        missing = self._unfinished - listed
        self._polls = {job_id: self._polls.get(job_id, 0) + 1 for job_id in missing}

    @property
    def any_missing(self) -> bool:
        """Whether a job was missing in the last poll."""
        return bool(self._polls)

    def searched(self) -> set[str]:
        """Return the jobs to look for in the history server."""
        now = self._clock()
        recent = {id for id, since in self._inferred.items() if now - since < _SEARCH_SECONDS}
        return recent | self._polls.keys()

    def overdue(self) -> list[str]:
        """Return the jobs that were missing often enough to infer their end."""
        return [job_id for job_id, polls in self._polls.items() if polls >= self._lost_after]
