"""The number of nonces that a target stores, and their size."""

import struct
import time
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from flinkjobs_target.errors import TargetError
from flinkjobs_target.store.connect import NONCES_FILE, open_nonces_database

__all__ = ["NonceUsage", "read_nonce_usage"]

_MAX_CLOCK_SKEW = 60
_HEADER_SIZE, _SLOT = 64, struct.Struct(">24sq")


class NonceUsage(Struct, frozen=True):
    """Numbers of valid and expired nonces, and the size of their file, if it is a file.

    Slots of expired nonces in a file are reused, and not counted.
    """

    valid: int = 0
    expired: int = 0
    file_size: int = 0


def read_nonce_usage(storage: Path | str) -> NonceUsage:
    """Read the nonces of a target; all numbers are 0 while the database is unavailable."""
    since = int(time.time()) - _MAX_CLOCK_SKEW
    if isinstance(storage, Path):
        content = (storage / NONCES_FILE).read_bytes()
        slots = memoryview(content)[_HEADER_SIZE:]
        complete = slots[: len(slots) // _SLOT.size * _SLOT.size]
        valid = sum(until >= since for _, until in _SLOT.iter_unpack(complete))
        return NonceUsage(valid=valid, file_size=len(content))
    try:
        with closing(open_nonces_database(storage)) as database:
            statement = "SELECT COUNT(*) FILTER (WHERE expires_at < ?), COUNT(*) FROM nonces"
            [(expired, total)] = database.all(statement, (since,))
    except TargetError:
        return NonceUsage()
    return NonceUsage(valid=total - expired, expired=expired)
