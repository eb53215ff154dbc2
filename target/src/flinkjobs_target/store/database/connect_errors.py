"""Errors of the first connection to PostgreSQL: a refusal for good, or a server that is unavailable."""

from collections.abc import Callable
from typing import TypeVar

from .interface import UnavailableError

__all__ = ["first_connection"]

T = TypeVar("T")

_NO_SLOTS = ("too many clients", "too many connections", "remaining connection slots")
"""Messages of a server without free connection slots: transient, though it looks like a refusal."""
_REMEDY = "check the user, the password and the database of this URL"


def first_connection(connect: Callable[[], T], conninfo: str) -> T:
    """Connect; raise an UnavailableError that is transient only where waiting can help.

    libpq reports no SQLSTATE of a refused connection. A refusal is taken as permanent when the
    server accepts connections and repeats the same message.
    """
    try:
        return connect()
    except UnavailableError as error:
        message = str(error)
        if any(text in message for text in _NO_SLOTS) or _is_down(conninfo):
            raise
    try:
        return connect()
    except UnavailableError as error:
        if str(error) != message:
            raise
        raise UnavailableError(f"{message}; {_REMEDY}") from error


def _is_down(conninfo: str) -> bool:
    """Whether a ping, which needs no password, finds no server, or one that starts or stops.

    With an invalid URL no server was reached, and none is down.
    """
    from psycopg.pq import PGconn, Ping

    return PGconn.ping(conninfo.encode()) in (Ping.REJECT, Ping.NO_RESPONSE)
