"""Retries: whether a failed attempt is repeated, and after which delay.

Nothing here sends or sleeps. Whether a repeated write would do harm is decided in `idempotency`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from ..errors import ApiError, UsageError
from ..messages import Message
from ..transport.fork_safe_lock import ForkSafeLock
from .http_dates import parse_http_date
from .settings import check_seconds

__all__ = ["Attempts", "RetryBudget", "RetryPolicy", "requested_delay"]


class RetryPolicy(Struct, frozen=True, kw_only=True):
    """Limits of retries, and their backoff; times are in seconds.

    `timeout` limits an attempt, `time_budget` a call with all its attempts and delays. The delay
    before the n-th retry is random, up to `initial_backoff` doubled n-1 times, at most
    `max_backoff`: with full jitter, clients that failed together do not come back together.
    """

    retries: int = 2
    timeout: float = 30.0
    time_budget: float = 90.0
    initial_backoff: float = 0.5
    max_backoff: float = 20.0

    def __post_init__(self) -> None:
        is_integer = isinstance(self.retries, int) and not isinstance(self.retries, bool)
        if not is_integer or not 0 <= self.retries <= 100:
            raise UsageError(
                Message(
                    "retries must be an integer from 0 to 100, not {retries}",
                    retries=repr(self.retries),
                )
            )
        check_seconds("timeout", self.timeout)
        check_seconds("time_budget", self.time_budget)


class RetryBudget:
    """A token bucket that retries drain and successes fill, so that retries do not prolong an outage.

    Shared by all calls of a client, from any thread. Ten successes earn a token; a full bucket
    allows ten retries during an outage.
    """

    def __init__(self, *, tokens: float = 10.0, earned: float = 0.1) -> None:
        self._capacity = tokens
        self._tokens = tokens
        self._earned = earned
        self._lock = ForkSafeLock()

    def spend(self) -> bool:
        """Take a token for a retry; return False when there is none."""
        with self._lock:
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True

    def earn(self) -> None:
        """Add part of a token for a successful call."""
        with self._lock:
            self._tokens = min(self._capacity, self._tokens + self._earned)


class Attempts:
    """The attempts of one call, within its time budget."""

    def __init__(
        self,
        policy: RetryPolicy,
        budget: RetryBudget,
        *,
        monotonic: Callable[[], float],
        random: Callable[[], float],
        clock: Callable[[], datetime],
        delay_header: str | None = None,
    ) -> None:
        self._policy = policy
        self._budget = budget
        self._monotonic = monotonic
        self._random = random
        self._clock = clock
        self._delay_header = delay_header
        self._deadline = monotonic() + policy.time_budget
        self.made = 1

    @property
    def timeout(self) -> float:
        """The seconds that the current attempt may take."""
        return max(0.001, min(self._policy.timeout, self._deadline - self._monotonic()))

    def delay_after(self, error: ApiError) -> float | None:
        """Return the seconds until the next attempt; None when there is to be none."""
        if self.made > self._policy.retries or not error.retryable:
            return None
        requested = requested_delay(error.headers, self._clock(), self._delay_header)
        delay = self._backoff() if requested is None else requested
        if self._monotonic() + delay >= self._deadline or not self._budget.spend():
            return None
        self.made += 1
        return delay

    def _backoff(self) -> float:
        longest = self._policy.initial_backoff * 2.0 ** (self.made - 1)
        return self._random() * min(self._policy.max_backoff, longest)


def requested_delay(
    headers: Mapping[str, str], now: datetime, delay_header: str | None = None
) -> float | None:
    """Return the seconds that a server asks its callers to wait; None when it asks for nothing.

    `delay_header` is in milliseconds, `Retry-After` in seconds or a date.
    """
    milliseconds = _integer(headers.get(delay_header, "")) if delay_header else None
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after", "").strip()
    seconds, date = _integer(text), parse_http_date(text)
    if seconds is not None:
        return float(seconds)
    return None if date is None else max(0.0, (date - now).total_seconds())


def _integer(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
