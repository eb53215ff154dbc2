"""Exit codes: a promise to scripts."""

from ..errors import (
    ApiError,
    AuthenticationError,
    ConnectionFailed,
    NotFoundError,
    PermissionDeniedError,
    ServerError,
    ThrottledError,
    TimedOut,
    UndecodableAnswer,
    UsageError,
)
from ..polling.poller import WaitTimedOut
from .i18n import Words

__all__ = ["INTERRUPTED", "MEANINGS", "code_of", "codes_text"]

INTERRUPTED = 130
_CODES: tuple[tuple[type[ApiError], int], ...] = (
    (UsageError, 2),
    (AuthenticationError, 3),
    (PermissionDeniedError, 3),
    (NotFoundError, 4),
    (TimedOut, 124),
    (WaitTimedOut, 124),
    (ConnectionFailed, 5),
    (ServerError, 5),
    (ThrottledError, 5),
    (UndecodableAnswer, 5),
)
MEANINGS = {
    0: "done",
    1: "the service said no, or what was waited for ended otherwise",
    2: "usage",
    3: "authentication or permission",
    4: "not found",
    5: "network or server",
    124: "time-out",
    INTERRUPTED: "stopped by ^C",
}
"""What each exit code says."""


def code_of(error: ApiError) -> int:
    """Give the exit code that an error ends with."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), 1)


def codes_text(words: Words) -> str:
    """Explain the exit codes, a line each."""
    lines = [f"  {code:<4} {words(meaning)}" for code, meaning in MEANINGS.items()]
    return "\n".join([words("exit codes:"), *lines])
