"""The notices of an observer, built from their file."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from ..clock import utc_now
from ..storage import Storage
from .channels.interface import Channel
from .configuration import build_channels, read_notices_file
from .delivery import Delivery
from .routing import Routing

__all__ = ["Notices", "build_notices"]


class Notices:
    """The channels of an observer, and the routing of notices to them."""

    def __init__(self, channels: Sequence[Channel], routing: Routing) -> None:
        self.routing = routing
        self._channels = channels

    async def deliver(self, storage: Storage, account: str, stop: asyncio.Event) -> None:
        """Deliver the notices of an account until `stop` is set."""
        delivery = Delivery(storage.outbox, account, self._channels, self.routing, utc_now)
        await delivery.run(stop)


def build_notices(file: str | None) -> Notices | None:
    """Read the file of channels and build them; None without a file."""
    if file is None:
        return None
    path = Path(file)
    content = read_notices_file(path)
    return Notices(build_channels(content, path.parent), Routing(content))
