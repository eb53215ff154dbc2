"""Ids that the service gives: UUIDs that grow with time."""

import os
from uuid import UUID

__all__ = ["time_ordered_id"]


def time_ordered_id(milliseconds: int) -> str:
    """Return a UUID of version 7 (RFC 9562) for a time since 1970-01-01 UTC.

    Jobs and savepoints that were created in the same second are listed by id, so that the newest one
    stays first.
    """
    random = int.from_bytes(os.urandom(10))
    versioned = random & ~(0xF << 76) | 7 << 76
    return str(UUID(int=milliseconds << 80 | versioned & ~(3 << 62) | 2 << 62))
