"""The orders that jobs are listed in, each by a place: bytes that sort as the order wants.

Every place ends with the job id, so that no two jobs have the same one, and desc is the exact
reverse of asc. Bytes are compared alike by every database, whatever its collation.
"""

from typing import Literal

from msgspec import Struct

from .types import StoredJob

__all__ = ["COLUMNS", "Order", "OrderName", "place_of_time", "places"]

OrderName = Literal["gmt_create", "job_id", "status"]


class Order(Struct, frozen=True):
    """What jobs are ordered by, and in which direction."""

    name: OrderName
    direction: Literal["asc", "desc"]


COLUMNS: dict[OrderName, str] = {
    "gmt_create": "by_gmt_create",
    "job_id": "job_id",
    "status": "by_status",
}
"""The column that holds the places of an order."""

_UNKNOWN, _KNOWN = b"\x00", b"\x01"


def places(job: StoredJob) -> dict[OrderName, bytes]:
    """Give a job's place in every order; what is unknown counts as least."""
    job_id = job.job_id.encode()
    created = _UNKNOWN if job.gmt_create is None else place_of_time(job.gmt_create)
    return {
        "gmt_create": created + job_id,
        "job_id": job_id,
        "status": _place_of_status(job.status) + job_id,
    }


def place_of_time(seconds: int) -> bytes:
    """Give where the jobs begin that were created at a time."""
    return _KNOWN + (seconds + 2**63).to_bytes(8, "big")


def _place_of_status(status: str | None) -> bytes:
    """Mark where the state ends by what is less than anything that could go on there."""
    if status is None:
        return _UNKNOWN
    return _KNOWN + status.encode().replace(b"\x00", b"\x00\x01") + b"\x00\x00"
