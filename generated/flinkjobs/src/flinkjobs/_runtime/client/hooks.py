"""Hooks around each attempt of a call, and its line in the log."""

import sys
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from msgspec import Struct

from ..errors import ApiError

if TYPE_CHECKING:
    from .request import Request

__all__ = ["Attempt", "AttemptOutcome", "Hooks", "RequestHooks", "log_outcome"]


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


def log_outcome(package: str, outcome: AttemptOutcome) -> None:
    """Log one line to the package's logger: at level DEBUG, and INFO for a failure.

    Does nothing while no module has imported `logging`.
    """
    if "logging" not in sys.modules:
        return
    import logging

    logger = logging.getLogger(package)
    level = logging.DEBUG if outcome.error is None else logging.INFO
    if logger.isEnabledFor(level):
        attempt = outcome.attempt
        logger.log(
            level,
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
