"""What callers are told while the data cannot be reached: to come again, and nothing of ours."""

import logging

from flinkjobs.server import Refusal

from .store.database.interface import UnavailableError

__all__ = ["refusal_while_away"]

_logger = logging.getLogger(__name__)


def refusal_while_away(error: Exception) -> Refusal | None:
    """Refuse a request that needs data which cannot be reached; the log says why."""
    if not isinstance(error, UnavailableError):
        return None
    _logger.error("%s", error)
    return Refusal("ServiceUnavailable", "the data cannot be reached for now; try again")
