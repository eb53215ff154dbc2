"""Log lines about jobs: state transitions, new jobs, and clusters of an unsupported version."""

import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from ..sanitize import sanitize_line
from .jobs.facts import Observation, Transition
from .jobs.mapping import job_id_of
from .observation_change import ObservationChange

__all__ = ["JobLog"]

_SUPPORTED_VERSION = re.compile(r"(1\.20|2\.\d+)(?=[.-]|$)")
_MAX_ODD_ENTRIES = 100
"""Entries that are logged; a cluster that invents new ones must not fill the disk."""
_log = logging.getLogger(__name__)


class JobLog:
    """The log of one cluster's jobs; names that come from Flink are sanitized to one line."""

    def __init__(self, cluster: str) -> None:
        self._cluster = cluster
        self._version: str | None = None
        self._odd_entries: set[str] = set()
        self._new_jobs: list[bool] = []
        """For each new job of the current poll: whether it is unassigned."""

    def log_version(self, version: str) -> None:
        """Warn once about an unsupported Flink version."""
        if version != self._version and not _SUPPORTED_VERSION.match(version):
            _log.warning(
                "%s: Flink %s is not a supported version (1.20, 2.x); observing it anyway, fields "
                "with other names stay absent",
                self._cluster,
                sanitize_line(version),
            )
        self._version = version

    def log_changes(self, changes: Sequence[ObservationChange]) -> None:
        """Log transitions; count new jobs for the line that ends the poll."""
        for change in changes:
            if change.before is not None:
                self._log_transitions(change.before, change.after)
        self._new_jobs += [
            change.after.record is None for change in changes if change.before is None
        ]

    def finish_poll(self) -> None:
        """Log the number of new jobs of the poll."""
        new_jobs, self._new_jobs = self._new_jobs, []
        if new_jobs:
            suffix = f", {sum(new_jobs)} of them unassigned" if any(new_jobs) else ""
            _log.info("%s: %d new jobs%s", self._cluster, len(new_jobs), suffix)

    def log_odd_entries(self, faults: Sequence[str]) -> None:
        """Warn once about each entry of a listing that is left out."""
        for fault in faults:
            if fault not in self._odd_entries and len(self._odd_entries) < _MAX_ODD_ENTRIES:
                self._odd_entries.add(fault)
                _log.warning(
                    "%s: an entry of the job listing is left out: %s",
                    self._cluster,
                    sanitize_line(fault),
                )

    def _log_transitions(self, before: Observation, after: Observation) -> None:
        new_transitions = [
            transition for transition in after.transitions if transition not in before.transitions
        ]
        if before.state == after.state and not new_transitions:
            return
        states = [before.state or "unknown", *map(_format_transition, new_transitions)]
        _log.info(
            "%s: %s %s: %s",
            self._cluster,
            job_id_of(after.facts.job_id),
            sanitize_line(after.facts.name),
            " -> ".join(states),
        )


def _format_transition(transition: Transition) -> str:
    time = datetime.fromtimestamp(transition.at / 1000, UTC)
    return f"{transition.state} at {time:%FT%TZ}"
