"""What the log tells of jobs: the way of each known job, and how many are new."""

import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from ..sanitize import plain
from .jobs.facts import Facts, Observation, Transition
from .jobs.mapping import job_id_of
from .jobs.states import FINAL
from .recorder import Step

__all__ = ["News"]

_KNOWN_VERSION = re.compile(r"(1\.20|2\.\d+)(?=[.-]|$)")
_log = logging.getLogger(__name__)


class News:
    """The log of one cluster. Names come from others, and are made fit for one line."""

    def __init__(self, cluster: str) -> None:
        self._cluster = cluster
        self._version: str | None = None
        self._reused: set[str] = set()
        self._waiting: list[bool] = []
        """Of each job that is new since the last look: whether it is unassigned."""

    def version(self, version: str) -> None:
        """Tell of a version that this program was not made for, once."""
        if version != self._version and not _KNOWN_VERSION.match(version):
            _log.warning(
                "%s: Flink %s is not a version known here (1.20, 2.x); going on, fields that it "
                "names differently stay absent",
                self._cluster,
                plain(version),
            )
        self._version = version

    def steps(self, steps: Sequence[Step]) -> None:
        """Tell what changed; how many jobs are new is told once for all of a look."""
        for step in steps:
            if step.before is not None:
                self._way(step.before, step.after)
        self._waiting += [step.after.record is None for step in steps if step.before is None]

    def looked(self) -> None:
        """Tell how many jobs a look has found."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            also = f", {sum(waiting)} of them unassigned" if any(waiting) else ""
            _log.info("%s: %d new jobs%s", self._cluster, len(waiting), also)

    def reused(self, before: Observation, now: Facts) -> None:
        """Tell of a job that has the id of one that has ended: it cannot be kept beside that one."""
        ended = before.facts.ended or before.facts.changed
        if before.state not in FINAL or now.started <= ended or now.job_id in self._reused:
            return
        self._reused.add(now.job_id)
        _log.warning(
            "%s: %s %s started anew after it was %s; the job that ended stays, this one is left out",
            self._cluster,
            job_id_of(now.job_id),
            plain(now.name),
            before.state,
        )

    def _way(self, before: Observation, after: Observation) -> None:
        passed = [one for one in after.transitions if one not in before.transitions]
        if before.state == after.state and not passed:
            return
        way = " -> ".join([before.state or "unknown", *(_dated(one) for one in passed)])
        _log.info(
            "%s: %s %s: %s",
            self._cluster,
            job_id_of(after.facts.job_id),
            plain(after.facts.name),
            way,
        )


def _dated(one: Transition) -> str:
    return f"{one.state} at {datetime.fromtimestamp(one.at / 1000, UTC):%FT%TZ}"
