"""Sort keys of jobs: for each sort order, bytes that compare as the order requires.

Every sort key ends with the job id, so keys are unique and desc is the exact reverse of asc. Bytes
are compared alike by every database, whatever its collation.
"""

from typing import Literal

from msgspec import Struct

from .types import StoredJob

__all__ = [
    "COLUMNS",
    "SortName",
    "SortOrder",
    "creation_sort_key",
    "sort_keys",
    "status_bounds",
    "status_of",
    "time_sort_key",
]

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
_END = b"\x00\x00"


def sort_keys(job: StoredJob) -> dict[SortName, bytes]:
    """Return a job's sort keys, by sort order; an unknown value sorts first."""
    job_id = job.job_id.encode()
    return {
        "gmt_create": creation_sort_key(job.gmt_create, job.job_id),
        "job_id": job_id,
        "status": _status_sort_key(job.status) + job_id,
    }


def creation_sort_key(created: int | None, id: str) -> bytes:
    """Return the sort key of what was created at a time, in one unit; None, if unknown, sorts first."""
    return (_UNKNOWN if created is None else time_sort_key(created)) + id.encode()


def status_of(sort_key: bytes) -> str | None:
    """Return the state that a sort key of the order `status` begins with."""
    if sort_key.startswith(_UNKNOWN):
        return None
    return sort_key[1 : sort_key.index(_END)].replace(b"\x00\x01", b"\x00").decode()


def status_bounds(status: str | None) -> tuple[bytes, bytes]:
    """Return the bounds of the sort keys of all jobs in a state; the upper one is excluded."""
    prefix = _status_sort_key(status)
    return prefix, prefix[:-1] + b"\x01"


def time_sort_key(seconds: int) -> bytes:
    """Return the smallest sort key of the jobs created at a time."""
    return _KNOWN + (seconds + 2**63).to_bytes(8, "big")


def _status_sort_key(status: str | None) -> bytes:
    """Return a terminated sort key: its end compares less than any continuation of the state."""
    if status is None:
        return _UNKNOWN
    return _KNOWN + status.encode().replace(b"\x00", b"\x00\x01") + _END
