"""Keeps a key in a query out of the lines that urllib3 logs, which show whole targets."""

import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from ..client.request import Request

__all__ = ["unlogged"]

_LOGGERS = ("urllib3.connectionpool", "urllib3.connection")


class _Threads(threading.local):
    """What each thread is sending at the moment: whether its query is secret."""

    is_secret = False


_sending = _Threads()


class _Cut(logging.Filter):
    """Cuts the queries in the lines of a thread that sends a secret one; leaves all others."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through."""
        if _sending.is_secret and isinstance(record.args, tuple):
            record.args = tuple(_without_query(one) for one in record.args)
        return True


_CUT = _Cut()


_NOTHING_TO_HIDE = nullcontext()


def unlogged(request: Request) -> AbstractContextManager[None]:
    """Have the request's query not logged while it is sent, where a key was added to it."""
    return _cut() if request.secret_query else _NOTHING_TO_HIDE


@contextmanager
def _cut() -> Iterator[None]:
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_CUT)
    _sending.is_secret = True
    try:
        yield
    finally:
        _sending.is_secret = False


def _without_query(one: object) -> object:
    return f"{one.partition('?')[0]}?…" if isinstance(one, str) and "?" in one else one
