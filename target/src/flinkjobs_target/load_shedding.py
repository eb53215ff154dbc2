"""Load shedding: refuses requests before a queue of seconds builds up.

The measure is time: how long work waits for the event loop and for a database connection. It holds
for any machine and any mix of requests, which a number of requests would not.
"""

import asyncio
import time
from collections.abc import Callable

from flinkjobs.server import ErrorResponse, RequestContext

__all__ = ["LoadShedder"]

_TARGET = 0.25
"""Seconds that work may wait."""
_INTERVAL = 0.5
"""Seconds after which a longer wait counts as overload, and not as a single pause."""
_RETRY_AFTER = 1


class LoadShedder:
    """A guard that refuses requests while waits have been too long for half a second.

    As in CoDel, a queue that drains in time may have any length.
    """

    def __init__(
        self, database_delay: Callable[[], float], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._database_delay = database_delay
        self._clock = clock
        self._loop_delay = 0.0
        self._measured_at = 0.0
        self._measuring = False
        self._late_since: float | None = None

    async def __call__(self, context: RequestContext) -> None:
        """Refuse a request while the target is overloaded."""
        now = self._clock()
        if not self._measuring:
            self._measuring = True
            asyncio.get_running_loop().call_soon(self._measure, now)
        if self._delay(now) <= _TARGET:
            self._late_since = None
        elif self._late_since is None:
            self._late_since = now
        elif now - self._late_since > _INTERVAL:
            raise ErrorResponse(
                "ServiceUnavailable",
                f"the target is overloaded; try again in {_RETRY_AFTER} s",
                headers={"retry-after": str(_RETRY_AFTER)},
            )

    def _delay(self, now: float) -> float:
        """Return how long a new request would wait, by the latest measurements."""
        recent = now - self._measured_at < _INTERVAL
        return (self._loop_delay if recent else 0.0) + self._database_delay()

    def _measure(self, scheduled: float) -> None:
        """Measure the time between two iterations of the event loop."""
        self._measured_at = self._clock()
        self._loop_delay = self._measured_at - scheduled
        self._measuring = False
