"""The exceptions of a package, and their choice by error code and status."""

from collections.abc import Mapping, Sequence
from typing import Any

from .contract.operation import ErrorRule, Meaning
from .messages import Message

__all__ = [
    "RETRYABLE",
    "ApiError",
    "AuthenticationError",
    "BusinessError",
    "ConflictError",
    "InvalidParameterError",
    "InvalidResponseError",
    "LookupFailedError",
    "NotFoundError",
    "PermissionDeniedError",
    "RequestTimeoutError",
    "ServerError",
    "ServiceError",
    "ThrottledError",
    "TransportError",
    "UsageError",
    "error_class",
    "find_error_rule",
]

RETRYABLE = frozenset({429, 500, 502, 503, 504})
"""The statuses that are retried, where the contract has no rule for the error code."""


class ApiError(Exception):
    """Base class of all errors of a call.

    Unknown facts are None. `retryable` is whether the same call may be sent again and may succeed a
    moment later, `repair` what a client can correct by itself. `attempts` counts those that were
    made. `may_have_acted` marks a write that the server may have carried out although it failed
    here; `idempotency_key` is the key that it was sent with, where the contract has one. `body` is the body
    of the response that reports the error, whole; `model` is the same as the model that the contract states for
    the status, and None where it states none or the body is another.
    `message` and `remedy` are in English; `message_data` and `remedy_data` are what an interface
    renders in another language.
    """

    may_have_acted = False
    idempotency_key: str | None = None
    model: Any = None

    def __init__(
        self,
        message: str | Message,
        *,
        code: str | None = None,
        request_id: str | None = None,
        operation: str | None = None,
        status: int | None = None,
        attempts: int = 0,
        remedy: str | Message | None = None,
        retryable: bool = False,
        repair: str | None = None,
        detail: Mapping[str, Any] | Sequence[Any] | str | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> None:
        super().__init__(message)
        self.message_data = message
        self.code = code
        self.request_id = request_id
        self.operation = operation
        self.status = status
        self.attempts = attempts
        self.remedy_data = remedy
        self.retryable = retryable
        self.repair = repair
        self.detail = detail
        self.headers = dict(headers or {})
        self.body = body

    @property
    def message(self) -> str:
        """The message in English, or as the service wrote it."""
        return str(self.message_data)

    @property
    def remedy(self) -> str | None:
        """The remedy in English, if any."""
        return None if self.remedy_data is None else str(self.remedy_data)

    def __str__(self) -> str:
        return str(self.describe(self.message_data))

    def describe(self, message: str | Message) -> str | Message:
        """Return a message with the operation, the code, the remedy and the request id, if known."""
        described = message
        if self.remedy_data:
            described = Message("{message} ({remedy})", message=described, remedy=self.remedy_data)
        if self.request_id:
            id = self.request_id
            described = Message("{message} [request id {id}]", message=described, id=id)
        for subject in filter(None, (self.code, self.operation)):
            described = Message("{subject}: {message}", subject=subject, message=described)
        return described


class UsageError(ApiError):
    """An invalid argument or a missing setting; nothing was sent."""


class LookupFailedError(UsageError):
    """A name that is not that of exactly one item: the call that it was for was not sent."""


class TransportError(ApiError):
    """No response: the server was not reached, or the connection broke.

    `sent` is False when the request certainly did not reach the server, so that a write may be
    repeated.
    """

    def __init__(
        self,
        message: str | Message,
        *,
        retryable: bool = True,
        remedy: str | Message | None = None,
        sent: bool = True,
    ) -> None:
        super().__init__(message, retryable=retryable, remedy=remedy)
        self.sent = sent


class RequestTimeoutError(TransportError):
    """No response within the time limit."""


class InvalidResponseError(ApiError):
    """A response that does not match the contract; `status`, `headers` and `body` are kept."""


class ServiceError(ApiError):
    """The service reported an error."""


class AuthenticationError(ServiceError):
    """The service did not accept the credentials."""


class PermissionDeniedError(ServiceError):
    """The caller lacks a permission; `detail` describes it."""


class InvalidParameterError(ServiceError):
    """The service did not accept a parameter."""


class NotFoundError(ServiceError):
    """The resource does not exist, or not for this caller."""


class ConflictError(ServiceError):
    """The call contradicts the state of the resource."""


class ThrottledError(ServiceError):
    """The caller sent too many requests."""


class ServerError(ServiceError):
    """The service failed internally."""


class BusinessError(ServiceError):
    """The operation failed with a code that the contract does not list."""


for _class in (
    ApiError,
    UsageError,
    LookupFailedError,
    TransportError,
    RequestTimeoutError,
    InvalidResponseError,
    ServiceError,
    AuthenticationError,
    PermissionDeniedError,
    InvalidParameterError,
    NotFoundError,
    ConflictError,
    ThrottledError,
    ServerError,
    BusinessError,
):
    # The public module, for tracebacks and pickles.
    _class.__module__ = __name__.replace("._runtime", "")

_BY_MEANING: dict[Meaning, type[ApiError]] = {
    "invalid_parameter": InvalidParameterError,
    "authentication": AuthenticationError,
    "permission": PermissionDeniedError,
    "not_found": NotFoundError,
    "conflict": ConflictError,
    "throttled": ThrottledError,
    "server": ServerError,
    "business": BusinessError,
}


_BY_STATUS: dict[int, type[ApiError]] = {
    400: InvalidParameterError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    410: NotFoundError,
    412: ConflictError,
    422: InvalidParameterError,
    429: ThrottledError,
}


def find_error_rule(code: str, rules: Sequence[ErrorRule]) -> ErrorRule | None:
    """Return the contract's rule for a code: an exact one, else one with a placeholder."""
    exact = next((rule for rule in rules if rule.code == code), None)
    return exact or next((rule for rule in rules if _matches(rule.code, code)), None)


def _matches(template: str, code: str) -> bool:
    prefix, placeholder, suffix = template.partition("{Parameter}")
    fits = (
        code.startswith(prefix) and code.endswith(suffix) and len(code) > len(prefix) + len(suffix)
    )
    return bool(placeholder) and fits and "." not in code


def error_class(rule: ErrorRule | None, status: int) -> type[ApiError]:
    """Return the class of an error, by the contract's rule, else by its status."""
    if rule is not None:
        return _BY_MEANING[rule.meaning]
    if status < 300:
        return BusinessError
    return _BY_STATUS.get(status, ServerError if status >= 500 else ServiceError)
