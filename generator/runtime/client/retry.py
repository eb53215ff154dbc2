"""When a failed attempt is worth another one, and how long to wait before it.

Decides only: whoever sends also sleeps. Every operation of a contract is repeated alike, since
an attempt is signed anew each time and a server takes a signature once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from ..errors import ApiError, UsageError
from ..transport.fork_safe_lock import ForkSafeLock
from .http_dates import read_http_date
from .settings import checked_seconds

__all__ = ["Attempts", "RetryBudget", "RetryPolicy", "wait_asked_for"]


class RetryPolicy(Struct, frozen=True, kw_only=True):
    """How often and how patiently a call is repeated; times are in seconds.

    `timeout` bounds an attempt, `time_budget` a call with all its attempts and waits. The wait
    before the n-th retry is drawn evenly from nothing up to `first_wait` doubled n-1 times, at
    most `longest_wait`: with full jitter, callers who failed together do not come back together.
    """

    retries: int = 2
    timeout: float = 30.0
    time_budget: float = 90.0
    first_wait: float = 0.5
    longest_wait: float = 20.0

    def __post_init__(self) -> None:
        whole = isinstance(self.retries, int) and not isinstance(self.retries, bool)
        if not whole or not 0 <= self.retries <= 100:
            raise UsageError(f"retries must be an integer from 0 to 100, not {self.retries!r}")
        checked_seconds("timeout", self.timeout)
        checked_seconds("time_budget", self.time_budget)


class RetryBudget:
    """Tokens that retries cost and successes earn, so that an outage is not made worse.

    Shared by all calls of a client, from any thread. A token is earned by ten successes; with
    ten in hand, an outage is met with ten retries and no more.
    """

    def __init__(self, *, tokens: float = 10.0, earned: float = 0.1) -> None:
        self._most = tokens
        self._tokens = tokens
        self._earned = earned
        self._lock = ForkSafeLock()

    def spend(self) -> bool:
        """Take a token for a retry; False when there is none."""
        with self._lock:
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True

    def earn(self) -> None:
        """Put a part of a token back, for a call that succeeded."""
        with self._lock:
            self._tokens = min(self._most, self._tokens + self._earned)


class Attempts:
    """The attempts of one call, within its budget of time."""

    def __init__(
        self,
        policy: RetryPolicy,
        budget: RetryBudget,
        *,
        monotonic: Callable[[], float],
        draw: Callable[[], float],
        clock: Callable[[], datetime],
    ) -> None:
        self._policy = policy
        self._budget = budget
        self._monotonic = monotonic
        self._draw = draw
        self._clock = clock
        self._deadline = monotonic() + policy.time_budget
        self.made = 1

    @property
    def timeout(self) -> float:
        """The seconds that the attempt at hand may take."""
        return max(0.001, min(self._policy.timeout, self._deadline - self._monotonic()))

    def wait_after(self, error: ApiError) -> float | None:
        """Give the seconds to wait before the next attempt; None when there is to be none."""
        if self.made > self._policy.retries or not error.retryable:
            return None
        asked = wait_asked_for(error.headers, self._clock())
        wait = self._jitter() if asked is None else asked
        if self._monotonic() + wait >= self._deadline or not self._budget.spend():
            return None
        self.made += 1
        return wait

    def _jitter(self) -> float:
        grown = self._policy.first_wait * 2.0 ** (self.made - 1)
        return self._draw() * min(self._policy.longest_wait, grown)


def wait_asked_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """Read how many seconds a server wants its callers to wait; None where it does not say.

    `x-acs-retry-after` is in milliseconds, `Retry-After` in seconds or a date.
    """
    milliseconds = _whole(headers.get("x-acs-retry-after", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after", "").strip()
    seconds, until = _whole(text), read_http_date(text)
    if seconds is not None:
        return float(seconds)
    return None if until is None else max(0.0, (until - now).total_seconds())


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
