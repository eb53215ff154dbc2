"""The log of a start: what the engine did, between what was asked for and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ..engine.interface import LogLine
from ..sanitize import sanitize_line

__all__ = ["format_start_log"]


def format_start_log(job: Mapping[str, Any], steps: Sequence[LogLine]) -> str:
    """Return the log of the start of a job: a line for each step, with its time in UTC."""
    lines = [*_asked(job), *steps, *_results(job)]
    return "".join(f"{_time(line.at)} {sanitize_line(line.text)}\n" for line in lines)


def _asked(job: Mapping[str, Any]) -> Iterator[LogLine]:
    restore = job.get("restoreStrategy") or {}
    savepoint = f", savepoint {restore['savepointId']}" if restore.get("savepointId") else ""
    text = (
        f"start of job instance {job.get('jobId')} requested by {job.get('creator') or 'somebody'}; "
        f"state: {restore.get('kind', 'NONE')}{savepoint}"
    )
    created = str(job.get("createdAt") or "")
    if created.isdecimal():
        yield LogLine(at=int(created) * 1000, text=text)


def _results(job: Mapping[str, Any]) -> Iterator[LogLine]:
    """Yield what is known of the job: that it started, and how it ended."""
    status = job.get("status") or {}
    started, ended = job.get("startTime"), job.get("endTime")
    failure = status.get("failure") or {}
    if isinstance(started, int):
        yield LogLine(at=started * 1000, text="started")
    if isinstance(ended, int):
        reason = f": {failure.get('reason')}: {failure.get('message')}" if failure else ""
        yield LogLine(at=ended * 1000, text=f"{status.get('currentJobStatus')}{reason}")


def _time(milliseconds: int) -> str:
    try:
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):  # a job that was loaded can have any time
        return f"{milliseconds} ms"
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03}Z"
