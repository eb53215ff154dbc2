"""What callers are told while the data cannot be reached: to come again, and nothing of ours."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flinkjobs.server import Exchange, Guard, Refusal

from .store.database import UnavailableError

__all__ = ["guarded", "refused_while_away"]

_logger = logging.getLogger(__name__)


@contextmanager
def refused_while_away() -> Iterator[None]:
    """Refuse a request that needs data which cannot be reached; the log says why."""
    try:
        yield
    except UnavailableError as error:
        _logger.error("%s", error)
        message = "the data cannot be reached for now; try again"
        raise Refusal("ServiceUnavailable", message) from error


def guarded(guard: Guard) -> Guard:
    """Let a guard that needs data refuse while they are away."""

    async def guarded(exchange: Exchange) -> None:
        with refused_while_away():
            await guard(exchange)

    return guarded
