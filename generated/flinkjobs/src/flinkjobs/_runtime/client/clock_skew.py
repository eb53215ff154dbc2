"""A clock that follows the server's, once it has shown that the two differ."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ..errors import ApiError
from .http_dates import read_http_date

__all__ = ["ServerClock"]

_WORTH_IT = timedelta(seconds=30)


class ServerClock:
    """Tells the time to sign: the machine's, moved by what the server's answers showed."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._offset = timedelta(0)

    def now(self) -> datetime:
        """Tell the server's time, as far as it is known."""
        return self._clock() + self._offset

    def learn(self, error: ApiError) -> bool:
        """Take over the server's time from a refusal of ours; tell whether that changed anything."""
        theirs = read_http_date(error.headers.get("date"))
        if theirs is None:
            return False
        offset = theirs - self._clock()
        changed = abs(offset - self._offset) > _WORTH_IT
        if changed:
            self._offset = offset
        return changed
