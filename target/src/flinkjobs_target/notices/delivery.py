"""The delivery of notices from the outbox, at least once: each channel in a task of its own."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

import msgspec

from ..clock import Clock
from ..sanitize import sanitize_line
from ..store.database.interface import UnavailableError
from ..store.outbox import OutboxEntry, OutboxStore
from .channels.interface import Channel, DeliveryError
from .notice import Notice
from .routing import Routing

__all__ = ["Delivery"]

_log = logging.getLogger(__name__)
_decode = msgspec.json.Decoder(Notice).decode
_PAUSE = 1.0
_BATCH = 20
_LEASE_SECONDS = 60
"""How long others leave a notice alone that is being delivered; then it is delivered again."""
_MAX_BACKOFF_SECONDS = 3600


class Delivery:
    """Delivers the notices of one account. A notice stays in the outbox until its channel has taken it."""

    def __init__(
        self,
        outbox: OutboxStore,
        account: str,
        channels: Sequence[Channel],
        routing: Routing,
        clock: Clock,
    ) -> None:
        self._outbox = outbox
        self._account = account
        self._channels = channels
        self._routing = routing
        self._clock = clock
        self._is_failing: set[str] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; close the channels."""
        tasks = [asyncio.create_task(self._run(channel, stop)) for channel in self._channels]
        try:
            await stop.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for channel in self._channels:
                await channel.close()

    async def deliver_due(self, channel: Channel) -> None:
        """Deliver what is due of a channel, the oldest first."""
        now = self._now()
        entries = await asyncio.to_thread(
            lambda: self._outbox.due(self._account, channel.name, now, _BATCH)
        )
        for entry in entries:
            await self._deliver(channel, entry)

    async def _run(self, channel: Channel, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with suppress(UnavailableError):  # the observer logs that; nothing is lost meanwhile
                await self.deliver_due(channel)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _PAUSE)

    async def _deliver(self, channel: Channel, entry: OutboxEntry) -> None:
        now = self._now()
        may_send = self._routing.due(channel.name, now)
        if may_send > now:
            await asyncio.to_thread(lambda: self._outbox.postpone(entry, may_send))
            return
        claimed = await asyncio.to_thread(lambda: self._outbox.claim(entry, now + _LEASE_SECONDS))
        if claimed is None:  # another observer delivers it
            return
        try:
            await channel.deliver(_decode(claimed.document))
        except DeliveryError as error:
            self._log_failure(channel.name, error)
            due = self._now() + _backoff(claimed.attempts)
            await asyncio.to_thread(lambda: self._outbox.postpone(claimed, due))
        else:
            self._is_failing.discard(channel.name)
            await asyncio.to_thread(lambda: self._outbox.remove(claimed))

    def _log_failure(self, name: str, error: DeliveryError) -> None:
        """Log the first of several failures of a channel."""
        if name not in self._is_failing:
            self._is_failing.add(name)
            _log.warning(
                "channel %s: %s; its notices wait and are sent again",
                name,
                sanitize_line(str(error)),
            )

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _backoff(attempts: int) -> int:
    """Return the seconds until the next attempt: 5, 10, 20 and so on, up to an hour."""
    return min(_MAX_BACKOFF_SECONDS, 5 << min(attempts - 1, 20))
