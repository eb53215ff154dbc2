"""Clock skew correction: the local clock, moved by the offset that the server's Date header shows."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ..errors import ApiError
from .http_dates import parse_http_date

__all__ = ["ClockSkew"]

_TOLERANCE = timedelta(seconds=30)


class ClockSkew:
    """The offset of the server's clock from the local one."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._offset = timedelta(0)

    def now(self) -> datetime:
        """Return the server's time, as far as its offset is known."""
        return self._clock() + self._offset

    def correct(self, error: ApiError) -> bool:
        """Take the offset from the Date header of an error response; return whether it changed."""
        server_time = parse_http_date(error.headers.get("date"))
        if server_time is None:
            return False
        offset = server_time - self._clock()
        changed = abs(offset - self._offset) > _TOLERANCE
        if changed:
            self._offset = offset
        return changed
