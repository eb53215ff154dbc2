"""The response to requests while the storage is unavailable, and the log of such outages."""

import logging
import time
from collections.abc import Callable

from flinkjobs.server import ErrorResponse, RequestRecord

from .store.database.interface import UnavailableError

__all__ = ["StorageOutages"]

_logger = logging.getLogger(__name__)


class StorageOutages:
    """Maps errors of the storage to refusals, and logs the beginning and the end of each outage.

    It ends with the next request that succeeds, as an observer of the application sees, or with the
    next step of the reconciler.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._refused = 0
        self._began: float | None = None

    def refusal(self, error: Exception) -> ErrorResponse | None:
        """Return a 503 refusal for an UnavailableError, whose text is only logged; else None."""
        if not isinstance(error, UnavailableError):
            return None
        self.begin(error)
        self._refused += 1
        return ErrorResponse(
            "ServiceUnavailable",
            "the storage is unavailable; try again",
            headers={"retry-after": "1"},
        )

    def __call__(self, record: RequestRecord) -> None:
        """Log the end of an outage when a request succeeded."""
        if record.status == 200 and not record.code:
            self.end()

    def begin(self, error: UnavailableError) -> None:
        """Log the beginning of an outage, unless one has begun."""
        if self._began is None:
            self._began = self._clock()
            _logger.error("%s", error)

    def end(self) -> None:
        """Log the end of an outage, if there is one."""
        if self._began is not None:
            _logger.warning(
                "the storage is available again; %d requests were refused in %.1f s",
                self._refused,
                self._clock() - self._began,
            )
            self._refused, self._began = 0, None
