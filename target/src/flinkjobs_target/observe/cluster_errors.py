"""What keeps a cluster from being observed: one line each, told when it begins and when it ends."""

import logging

from flinkrest.errors import (
    ConnectionFailed,
    FlinkRestError,
    RefusedError,
    TimedOut,
    UndecodableAnswer,
)

from ..errors import TargetError
from ..sanitize import plain

__all__ = ["HistoryServerError", "NotFlinkError", "Problems", "what_is_wrong"]

_log = logging.getLogger(__name__)


class HistoryServerError(Exception):
    """The history server does not answer as it should; its cause says how."""


class NotFlinkError(Exception):
    """Something answered that is not Flink, or not as Flink answers."""


def what_is_wrong(error: BaseException, url: str) -> str:
    """Say what is wrong and what to do, in one line."""
    match error:
        case NotFlinkError():
            said = f"{url} answers and {error}; is it a Flink cluster?"
        case UndecodableAnswer() if _is_markup(error.body):
            said = f"{url} answers with a web page, not as Flink's REST API does; check the URL"
        case UndecodableAnswer():
            said = f"{url}: {error.message}; is it a Flink cluster?"
        case TimedOut():
            said = f"{url} does not answer in time; nothing is changed, and it is asked less often"
        case ConnectionFailed():
            said = f"{error.message}; nothing is changed until it answers"
        case RefusedError() if _is_markup(error.body):
            said = f"{url} answers {error.status} with a web page; check the URL, and what is before it"
        case RefusedError(status=401 | 403):
            said = f"{url} answers {error.status}: {error.message}; the observer cannot sign in"
        case RefusedError():
            said = f"{url} answers {error.status}: {error.message}; check the URL"
        case FlinkRestError():
            said = f"{url}: {error.message}"
        case TargetError():
            said = str(error)
        case _:
            said = f"{url}: unexpected {type(error).__name__}: {error}"
    return plain(said)


class Problems:
    """Tells of the problems with one cluster: each once, and when the last one is over."""

    def __init__(self, cluster: str) -> None:
        self._cluster = cluster
        self._told: str | None = None

    def begin(self, line: str) -> None:
        """Tell what is wrong, unless it has been told."""
        if line != self._told:
            _log.warning("%s: %s", self._cluster, line)
        self._told = line

    def end(self) -> None:
        """Tell that all is well again."""
        if self._told is not None:
            _log.info("%s: answers again", self._cluster)
        self._told = None


def _is_markup(body: bytes) -> bool:
    return body.lstrip()[:1] == b"<"
