"""The response to requests while the storage is unavailable."""

import logging

from flinkjobs.server import ErrorResponse

from .store.database.interface import UnavailableError

__all__ = ["unavailable_refusal"]

_logger = logging.getLogger(__name__)


def unavailable_refusal(error: Exception) -> ErrorResponse | None:
    """Return a 503 refusal for an UnavailableError, whose details are only logged; None for other errors."""
    if not isinstance(error, UnavailableError):
        return None
    _logger.error("%s", error)
    return ErrorResponse("ServiceUnavailable", "the storage is unavailable; try again")
