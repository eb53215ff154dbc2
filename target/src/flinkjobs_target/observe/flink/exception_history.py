"""The root causes in Flink's exception history of a job, ranked by how often they made it restart."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import structs

from flinkrest.models import Checkpoints, Exceptions, RootException

from ..jobs.advice import advice_for
from ..jobs.facts import Failure
from .root_cause import parse_root_cause

__all__ = ["MAX_EXCEPTIONS", "find_failure"]

MAX_EXCEPTIONS = 10
"""Exceptions of the history that are read, the latest first."""
_MAX_CAUSES = 3
_MAX_TASK = 80


def find_failure(
    exceptions: Exceptions, checkpoints: Checkpoints | None = None, *, length: int
) -> Failure | None:
    """Return the root cause of the latest failure, with advice and what led there.

    Falls back to the format of Flink 1.20. Messages are cut at `length` characters; 0 leaves them out.
    """
    history = exceptions.exception_history
    entries = [entry for entry in (history.entries if history else None) or () if entry.stacktrace]
    stacktrace = entries[0].stacktrace if entries else exceptions.root_exception
    failure = parse_root_cause(stacktrace or "", length=length)
    if failure is None:
        return None
    full = parse_root_cause(stacktrace or "", length=1000)
    advice = advice_for(failure.reason, full.message if full else None)
    causes = [*_ranked_causes(entries), *_failed_checkpoints(checkpoints)]
    return structs.replace(failure, advice=advice, causes=tuple(causes))


def _ranked_causes(entries: Iterable[RootException]) -> Iterator[str]:
    """Yield classes of root causes with their tasks, the most frequent first; none for a single failure."""
    counts: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        cause = parse_root_cause(entry.stacktrace or "", length=0)
        if cause is not None:
            counts[cause.reason, _task(entry)] += 1
    if counts.total() < 2:
        return
    for (reason, task), count in counts.most_common(_MAX_CAUSES):
        yield f"{count} × {reason}{f' in {task}' if task else ''}"


def _task(entry: RootException) -> str:
    """Return the name of the operators that failed, without subtask and attempt."""
    return (entry.task_name or "").partition(" (")[0][:_MAX_TASK]


def _failed_checkpoints(checkpoints: Checkpoints | None) -> Iterator[str]:
    failed = checkpoints.counts.failed if checkpoints and checkpoints.counts else None
    if failed:
        yield f"{failed} failed checkpoints"
