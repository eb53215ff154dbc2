"""How many nonces a target keeps, and what room they take."""

import struct
import time
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from flinkjobs_target.errors import TargetError
from flinkjobs_target.store.connect import NONCES_FILE, open_nonces

__all__ = ["Kept", "kept_nonces"]

_CLOCKS_DIFFER = 60
_HEAD, _PLACE = 64, struct.Struct(">24sq")


class Kept(Struct, frozen=True):
    """Nonces by whether they count by any clock; and the bytes of their file, where it is one.

    In a file, the places of those that no longer count are taken again, and not counted here.
    """

    counting: int = 0
    expired: int = 0
    room: int = 0


def kept_nonces(place: Path | str) -> Kept:
    """Look at the data of a target; there is nothing to see while the database is away."""
    since = int(time.time()) - _CLOCKS_DIFFER
    if isinstance(place, Path):
        content = (place / NONCES_FILE).read_bytes()
        places = memoryview(content)[_HEAD:]
        whole = places[: len(places) // _PLACE.size * _PLACE.size]
        counting = sum(until >= since for _, until in _PLACE.iter_unpack(whole))
        return Kept(counting=counting, room=len(content))
    try:
        with closing(open_nonces(place)) as database:
            statement = "SELECT COUNT(*) FILTER (WHERE expires_at < ?), COUNT(*) FROM nonces"
            [(expired, all)] = database.all(statement, (since,))
    except TargetError:
        return Kept()
    return Kept(counting=all - expired, expired=expired)
