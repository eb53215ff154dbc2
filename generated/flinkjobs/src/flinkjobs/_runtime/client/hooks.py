"""Hooks around each attempt of a call, and its line in the log."""

import sys
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from msgspec import Struct

from ..errors import ApiError

if TYPE_CHECKING:
    import logging

    from .request import Request

__all__ = ["Attempt", "AttemptOutcome", "Hooks", "RequestHooks", "is_logged", "log_outcome"]

_DEBUG, _INFO = 10, 20


class Attempt(Struct, frozen=True, kw_only=True):
    """An attempt that is about to be made; `number` counts from 1."""

    operation: str
    method: str
    path: str
    number: int


class AttemptOutcome(Struct, frozen=True, kw_only=True):
    """The end of an attempt: `seconds` is its duration, `error` the reason if it failed."""

    attempt: Attempt
    seconds: float
    status: int | None
    request_id: str | None
    error: ApiError | None


class Hooks(Protocol):
    """An observer of attempts, such as a tracer or a metric."""

    def before_attempt(self, attempt: Attempt) -> None:
        """Called before an attempt."""

    def after_attempt(self, outcome: AttemptOutcome) -> None:
        """Called after an attempt."""


@runtime_checkable
class RequestHooks(Hooks, Protocol):
    """An observer that also changes requests, such as one that adds a header to be signed."""

    def before_signing(self, request: "Request") -> "Request":
        """Return the request to sign and send, for each attempt; `msgspec.structs.replace` makes one."""


def _logger(package: str) -> "logging.Logger":
    import logging

    return logging.getLogger(package)


def is_logged(package: str, error: ApiError | None) -> bool:
    """Whether an outcome is logged: at level DEBUG, and INFO for a failure.

    It is not while no module has imported `logging`.
    """
    return "logging" in sys.modules and _logger(package).isEnabledFor(
        _DEBUG if error is None else _INFO
    )


def log_outcome(package: str, outcome: AttemptOutcome) -> None:
    """Log one line to the package's logger, where the outcome is logged."""
    if is_logged(package, outcome.error):
        attempt = outcome.attempt
        _logger(package).log(
            _DEBUG if outcome.error is None else _INFO,
            "%s %s %s status=%s request_id=%s seconds=%.3f attempt=%d%s",
            attempt.operation,
            attempt.method,
            attempt.path,
            outcome.status,
            outcome.request_id,
            outcome.seconds,
            attempt.number,
            "" if outcome.error is None else f" error={type(outcome.error).__name__}",
        )
