"""What callers are told while the data cannot be reached: to come again, and nothing of ours."""

import logging

from flinkjobs.server import Exchange, Guard, Refusal

from .store.database import UnavailableError

__all__ = ["guarded", "refusal_while_away"]

_logger = logging.getLogger(__name__)


def refusal_while_away(error: UnavailableError) -> Refusal:
    """Refuse a request that needs data which cannot be reached; the log says why."""
    _logger.error("%s", error)
    return Refusal("ServiceUnavailable", "the data cannot be reached for now; try again")


def guarded(guard: Guard) -> Guard:
    """Let a guard that needs data refuse while they are away."""

    async def guarded(exchange: Exchange) -> None:
        try:
            await guard(exchange)
        except UnavailableError as error:
            raise refusal_while_away(error) from error

    return guarded
