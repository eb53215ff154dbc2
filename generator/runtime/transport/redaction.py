"""Redaction: secret queries in the log of urllib3, and the frames of other libraries' errors.

The log of urllib3 shows whole request targets. The frames of an error that is chained to ours hold
headers and bodies in their local variables, which error trackers collect.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TypeVar

from ..client.request import Request

__all__ = ["redact_query", "without_frames"]

ErrorT = TypeVar("ErrorT", bound=BaseException)
_LOGGERS = ("urllib3.connectionpool", "urllib3.connection")


class _Threads(threading.local):
    """Whether the query of each thread's current request is secret."""

    is_secret = False


_current = _Threads()


class _QueryFilter(logging.Filter):
    """Removes queries from the records of a thread that sends a secret one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record."""
        if _current.is_secret and isinstance(record.args, tuple):
            record.args = tuple(_without_query(arg) for arg in record.args)
        return True


_FILTER = _QueryFilter()
_NO_REDACTION = nullcontext()


def redact_query(request: Request) -> AbstractContextManager[None]:
    """Keep a request's query out of the log while it is sent, if it has a key."""
    return _redacting() if request.secret_query else _NO_REDACTION


@contextmanager
def _redacting() -> Iterator[None]:
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)
    _current.is_secret = True
    try:
        yield
    finally:
        _current.is_secret = False


def _without_query(arg: object) -> object:
    return f"{arg.partition('?')[0]}?…" if isinstance(arg, str) and "?" in arg else arg


def without_frames(error: ErrorT) -> ErrorT:
    """Return an error without its traceback, and without those of the errors that it wraps."""
    pending: list[object] = [error]
    seen: set[int] = set()
    while pending:
        wrapped = pending.pop()
        if isinstance(wrapped, BaseException) and id(wrapped) not in seen:
            seen.add(id(wrapped))
            wrapped.__traceback__ = None
            pending += [wrapped.__cause__, wrapped.__context__, *wrapped.args]
            pending += vars(wrapped).values()
    return error
