"""The one tree of exceptions, and what an error code of the contract makes of itself.

Every error knows its code, message, request id, operation, status, attempts and remedy, as far
as there was one to know.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .contract.operation import ErrorRule, Meaning

__all__ = [
    "RETRYABLE",
    "ApiError",
    "AuthenticationError",
    "BusinessError",
    "ConnectionFailed",
    "InvalidParameterError",
    "NotFoundError",
    "PermissionDeniedError",
    "RefusedError",
    "ServerError",
    "ThrottledError",
    "TimedOut",
    "UndecodableAnswer",
    "UsageError",
    "class_for",
    "rule_for",
]

RETRYABLE = frozenset({429, 500, 502, 503, 504})
"""The statuses after which the same call may succeed, where the contract says nothing of a code."""


class ApiError(Exception):
    """Anything that keeps a call from giving its answer; the root of the tree.

    What is not known is None. `retryable` says whether the same call may succeed a moment later,
    `repair` what a client can mend by itself. `attempts` counts those that were made.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        request_id: str | None = None,
        operation: str | None = None,
        status: int | None = None,
        attempts: int = 0,
        remedy: str | None = None,
        retryable: bool = False,
        repair: str | None = None,
        detail: Mapping[str, Any] | str | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.request_id = request_id
        self.operation = operation
        self.status = status
        self.attempts = attempts
        self.remedy = remedy
        self.retryable = retryable
        self.repair = repair
        self.detail = detail
        self.headers = dict(headers or {})
        self.body = body

    def __str__(self) -> str:
        before = f"{self.operation}: " if self.operation else ""
        code = f"{self.code}: " if self.code else ""
        after = f" ({self.remedy})" if self.remedy else ""
        request = f" [request id {self.request_id}]" if self.request_id else ""
        return f"{before}{code}{self.message}{after}{request}"


class UsageError(ApiError):
    """The call was wrong before anything was sent: a bad value, or a missing setting."""


class ConnectionFailed(ApiError):
    """No answer came: the server was not reached, or the connection broke."""

    def __init__(self, message: str, *, retryable: bool = True, remedy: str | None = None) -> None:
        super().__init__(message, retryable=retryable, remedy=remedy)


class TimedOut(ConnectionFailed):
    """No answer came in time."""


class UndecodableAnswer(ApiError):
    """An answer came that is not what the contract says; `status`, `headers` and the first part of `body` are kept."""


class RefusedError(ApiError):
    """The service answered with an error code."""


class AuthenticationError(RefusedError):
    """The access key or the signature was not accepted."""


class PermissionDeniedError(RefusedError):
    """The caller may not do this; `detail` says what was missing."""


class InvalidParameterError(RefusedError):
    """The service refused a parameter."""


class NotFoundError(RefusedError):
    """What was asked for does not exist, or not for this caller."""


class ThrottledError(RefusedError):
    """Too many requests were sent."""


class ServerError(RefusedError):
    """The service failed."""


class BusinessError(RefusedError):
    """The operation was reached and said no, with a code that the contract does not list."""


for _kind in (
    ApiError,
    UsageError,
    ConnectionFailed,
    TimedOut,
    UndecodableAnswer,
    RefusedError,
    AuthenticationError,
    PermissionDeniedError,
    InvalidParameterError,
    NotFoundError,
    ThrottledError,
    ServerError,
    BusinessError,
):
    # Where people import them from, for tracebacks and pickles.
    _kind.__module__ = __name__.replace("._runtime", "")

_BY_MEANING: dict[Meaning, type[ApiError]] = {
    "invalid_parameter": InvalidParameterError,
    "authentication": AuthenticationError,
    "permission": PermissionDeniedError,
    "not_found": NotFoundError,
    "throttled": ThrottledError,
    "server": ServerError,
    "business": BusinessError,
}


_BY_STATUS: dict[int, type[ApiError]] = {
    400: InvalidParameterError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    422: InvalidParameterError,
    429: ThrottledError,
}


def rule_for(code: str, rules: Sequence[ErrorRule]) -> ErrorRule | None:
    """Find what the contract says of a code: an exact entry first, then one that stands for any parameter."""
    exact = next((rule for rule in rules if rule.code == code), None)
    return exact or next((rule for rule in rules if _stands_for(rule.code, code)), None)


def _stands_for(template: str, code: str) -> bool:
    before, placeholder, after = template.partition("{Parameter}")
    fits = code.startswith(before) and code.endswith(after) and len(code) > len(before) + len(after)
    return bool(placeholder) and fits and "." not in code


def class_for(rule: ErrorRule | None, status: int) -> type[ApiError]:
    """Choose the class of an error by what the contract says of it, else by its status."""
    if rule is not None:
        return _BY_MEANING[rule.meaning]
    if status < 300:
        return BusinessError
    return _BY_STATUS.get(status, ServerError if status >= 500 else RefusedError)
