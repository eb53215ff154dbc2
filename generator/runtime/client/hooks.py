"""What can be watched of a call: each attempt, before and after it."""

import sys
from typing import Protocol

from msgspec import Struct

from ..errors import ApiError

__all__ = ["Attempt", "Hooks", "Outcome", "log_outcome"]


class Attempt(Struct, frozen=True, kw_only=True):
    """An attempt that is about to be made; `number` counts from 1."""

    operation: str
    method: str
    path: str
    number: int


class Outcome(Struct, frozen=True, kw_only=True):
    """How an attempt ended: `seconds` is how long it took, `error` why it failed, if it did."""

    attempt: Attempt
    seconds: float
    status: int | None
    request_id: str | None
    error: ApiError | None


class Hooks(Protocol):
    """Something that watches attempts, such as a tracer or a metric."""

    def before_attempt(self, attempt: Attempt) -> None:
        """See an attempt that is about to be made."""

    def after_attempt(self, outcome: Outcome) -> None:
        """See how an attempt ended."""


def log_outcome(package: str, outcome: Outcome) -> None:
    """Write one line to the package's logger: at level DEBUG, and INFO for a failure.

    Where nothing has imported `logging` there is nobody to read it.
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
