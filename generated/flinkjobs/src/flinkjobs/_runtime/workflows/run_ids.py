"""Ids of runs, and the ids that a run gives to what it makes."""

from hashlib import sha256
from uuid import UUID

from ..errors import UsageError
from ..messages import Argument, Message

__all__ = ["check_run", "numbered_id"]


def numbered_id(run: str, number: int) -> str:
    """Return an id of a run, a UUID of version 7: the same number gives the same id.

    It has the time of the run, and of two ids of a run the one with the greater number is greater.
    """
    base = UUID(run).int
    random = int.from_bytes(sha256(f"{UUID(run)}/{number}".encode()).digest()[:8]) & ~(3 << 62)
    return str(UUID(int=(base >> 80 << 80) | 7 << 76 | (number & 0xFFF) << 64 | 2 << 62 | random))


def check_run(run: str) -> str:
    """Return the id of a run in its usual form; raise UsageError where it is none."""
    try:
        return str(UUID(run))
    except ValueError:
        raise UsageError(
            Message("{name} must be a UUID, not {value}", name=Argument("resume"), value=repr(run))
        ) from None
