"""Sort keys of jobs: for each sort order, bytes that compare as the order requires.

Every sort key ends with the job id, so keys are unique and desc is the exact reverse of asc. Bytes
are compared alike by every database, whatever its collation.
"""

from typing import Literal

from msgspec import Struct

from .types import StoredJob

__all__ = ["COLUMNS", "SortName", "SortOrder", "sort_keys", "time_sort_key"]

SortName = Literal["gmt_create", "job_id", "status"]


class SortOrder(Struct, frozen=True):
    """The property that jobs are sorted by, and the direction."""

    name: SortName
    direction: Literal["asc", "desc"]


COLUMNS: dict[SortName, str] = {
    "gmt_create": "by_gmt_create",
    "job_id": "job_id",
    "status": "by_status",
}
"""The column of each sort order's keys."""

_UNKNOWN, _KNOWN = b"\x00", b"\x01"


def sort_keys(job: StoredJob) -> dict[SortName, bytes]:
    """Return a job's sort keys, by sort order; an unknown value sorts first."""
    job_id = job.job_id.encode()
    created = _UNKNOWN if job.gmt_create is None else time_sort_key(job.gmt_create)
    return {
        "gmt_create": created + job_id,
        "job_id": job_id,
        "status": _status_sort_key(job.status) + job_id,
    }


def time_sort_key(seconds: int) -> bytes:
    """Return the smallest sort key of the jobs created at a time."""
    return _KNOWN + (seconds + 2**63).to_bytes(8, "big")


def _status_sort_key(status: str | None) -> bytes:
    """Return a terminated sort key: its end compares less than any continuation of the state."""
    if status is None:
        return _UNKNOWN
    return _KNOWN + status.encode().replace(b"\x00", b"\x00\x01") + b"\x00\x00"
