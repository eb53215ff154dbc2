"""Errors that interrupt the observation of a cluster, and their log lines."""

import logging

import msgspec

from flinkrest.errors import (
    FlinkRestError,
    InvalidResponseError,
    RequestTimeoutError,
    ServiceError,
    TransportError,
)

from ..errors import TargetError
from ..sanitize import sanitize_line

__all__ = [
    "ClusterErrorLog",
    "HistoryServerError",
    "NotFlinkError",
    "describe_error",
    "is_from_flink",
]

_log = logging.getLogger(__name__)


class HistoryServerError(Exception):
    """A request to the history server failed; the cause is the error itself."""


class NotFlinkError(Exception):
    """A response that does not come from Flink, or violates its API."""


def describe_error(error: BaseException, url: str) -> str:
    """Return one line with the problem and its remedy."""
    match error:
        case NotFlinkError():
            line = f"{url} answers and {error}; is it a Flink cluster?"
        case InvalidResponseError() if _is_markup(error.body):
            line = f"{url} answers with a web page, not as Flink's REST API does; check the URL"
        case InvalidResponseError():
            line = f"{url}: {error.message}; is it a Flink cluster?"
        case RequestTimeoutError():
            line = f"{url} timed out; its jobs stay unchanged, and it is polled less often"
        case TransportError():
            line = f"{error.message}; its jobs stay unchanged until it responds"
        case ServiceError() if _is_markup(error.body):
            line = (
                f"{url} answers {error.status} with a web page; check the URL and any proxy "
                "in front of it"
            )
        case ServiceError(status=401 | 403):
            line = f"{url} answers {error.status}: {error.message}; check how the target signs in there"
        case ServiceError():
            line = f"{url} answers {error.status}: {error.message}; check the URL"
        case FlinkRestError():
            line = f"{url}: {error.message}"
        case TargetError():
            line = str(error)
        case _:
            line = f"{url}: unexpected {type(error).__name__}: {error}"
    return sanitize_line(line)


def is_from_flink(error: FlinkRestError) -> bool:
    """Whether an error response comes from Flink, and not from a proxy in front of it."""
    try:
        body = msgspec.json.decode(error.body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return error.body.startswith(b'{"errors":')  # long bodies are kept in part
    return isinstance(body.get("errors"), list)


class ClusterErrorLog:
    """Error log of one cluster: each new error once, and the recovery."""

    def __init__(self, cluster: str) -> None:
        self._cluster = cluster
        self._current: str | None = None

    def log_error(self, line: str) -> None:
        """Log an error, unless it is the one that was logged last."""
        if line != self._current:
            _log.warning("%s: %s", self._cluster, line)
        self._current = line

    def log_recovery(self) -> None:
        """Log that the last error is over, if there was one."""
        if self._current is not None:
            _log.info("%s: answers again", self._cluster)
        self._current = None


def _is_markup(body: bytes) -> bool:
    return body.lstrip()[:1] == b"<"
