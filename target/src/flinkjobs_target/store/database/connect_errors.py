"""The first connection to a PostgreSQL server: one that refuses us is told from one that is away."""

from collections.abc import Callable
from typing import TypeVar

from .interface import UnavailableError

__all__ = ["first_connection"]

T = TypeVar("T")

_FULL = ("too many clients", "too many connections", "remaining connection slots")
"""How a server says that it has no room now, in which it resembles one that refuses."""
_REMEDY = "check the user, the password and the database of this URL"


def first_connection(connect: Callable[[], T], conninfo: str) -> T:
    """Connect; raise UnavailableError that may pass only where waiting can be of use.

    The code of a refusal is not told to clients. So a server refuses us for good when it takes
    connections, and then says once more what it said before.
    """
    try:
        return connect()
    except UnavailableError as error:
        said = str(error)
        if any(words in said for words in _FULL) or _is_away(conninfo):
            raise
    try:
        return connect()
    except UnavailableError as error:
        if str(error) != said:
            raise
        raise UnavailableError(f"{said}; {_REMEDY}") from error


def _is_away(conninfo: str) -> bool:
    """Ask as anybody may, without a password; a server that starts or stops takes no connections.

    Where the URL makes no sense, nobody was asked, and nobody is away.
    """
    from psycopg.pq import PGconn, Ping

    return PGconn.ping(conninfo.encode()) in (Ping.REJECT, Ping.NO_RESPONSE)
