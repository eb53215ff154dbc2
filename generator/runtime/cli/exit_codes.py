"""Exit codes of the command line, which scripts rely on: they do not change."""

from ..errors import (
    ApiError,
    AuthenticationError,
    InvalidResponseError,
    LookupFailedError,
    NotFoundError,
    PermissionDeniedError,
    RequestTimeoutError,
    ServerError,
    ThrottledError,
    TransportError,
    UsageError,
)
from ..messages import Message
from ..polling.poller import WaitTimeoutError
from .i18n import Messages

__all__ = ["EXIT_CODES", "INTERRUPTED", "describe_exit_codes", "exit_code"]

INTERRUPTED = 130
_CODES: tuple[tuple[type[ApiError], int], ...] = (
    (LookupFailedError, 4),
    (UsageError, 2),
    (AuthenticationError, 3),
    (PermissionDeniedError, 3),
    (NotFoundError, 4),
    (RequestTimeoutError, 124),
    (WaitTimeoutError, 124),
    (TransportError, 5),
    (ServerError, 5),
    (ThrottledError, 5),
    (InvalidResponseError, 5),
)
EXIT_CODES = {
    0: Message("success"),
    1: Message("the operation failed, or a wait ended in another state"),
    2: Message("wrong usage"),
    3: Message("authentication or permission"),
    4: Message("not found"),
    5: Message("network or server"),
    124: Message("timeout"),
    INTERRUPTED: Message("interrupted by Ctrl-C"),
}
"""The meaning of each exit code."""


def exit_code(error: ApiError) -> int:
    """Return the exit code of an error."""
    return next((code for type_, code in _CODES if isinstance(error, type_)), 1)


def describe_exit_codes(messages: Messages) -> str:
    """Return a text that explains the exit codes, one per line."""
    lines = [f"  {code:<4} {messages(meaning)}" for code, meaning in EXIT_CODES.items()]
    return "\n".join([messages("exit codes:"), *lines])
