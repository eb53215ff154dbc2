"""The orders that jobs are listed in. Every one ends with the job id, so that none is left open."""

from typing import Literal

from msgspec import Struct

__all__ = ["Order", "order_by"]


class Order(Struct, frozen=True):
    """What jobs are ordered by, and in which direction."""

    name: Literal["gmt_create", "job_id", "status"]
    direction: Literal["asc", "desc"]


_COLUMNS = {
    "gmt_create": "gmt_create {direction} NULLS {nulls}, job_id {direction}",
    "job_id": "job_id {direction}",
    "status": "status {direction} NULLS {nulls}, job_id {direction}",
}


def order_by(order: Order) -> str:
    """Write an order in SQL; what is unknown counts as least, so desc is the reverse of asc."""
    columns, nulls = _COLUMNS[order.name], "FIRST" if order.direction == "asc" else "LAST"
    return f"ORDER BY {columns.format(direction=order.direction.upper(), nulls=nulls)}"
