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

__all__ = [
    "EXIT_CODES",
    "EXIT_CODES_OF_WORKFLOWS",
    "INTERRUPTED",
    "describe_exit_codes",
    "exit_code",
]

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
EXIT_CODES_OF_WORKFLOWS = {
    6: Message("somebody else changed the same thing, or another run is under way"),
    7: Message("the run failed, and was undone"),
}
"""The meaning of those that only workflows have."""


def exit_code(error: ApiError) -> int:
    """Return the exit code of an error; that of a workflow may depend on the call that ended it."""
    own, cause = getattr(error, "exit_code", None), getattr(error, "cause", None)
    if own is not None:
        return int(own)
    if isinstance(cause, ApiError):
        return exit_code(cause)
    return next((code for type_, code in _CODES if isinstance(error, type_)), 1)


def describe_exit_codes(messages: Messages, *, of_workflows: bool = False) -> str:
    """Return a text that explains the exit codes, one per line."""
    codes = EXIT_CODES | (EXIT_CODES_OF_WORKFLOWS if of_workflows else {})
    lines = [f"  {code:<4} {messages(codes[code])}" for code in sorted(codes)]
    return "\n".join([messages("exit codes:"), *lines])
