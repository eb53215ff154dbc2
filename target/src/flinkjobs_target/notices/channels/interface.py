"""The interface of a channel, and the error of a notice that could not be delivered."""

from typing import Protocol

from ..notice import Notice

__all__ = ["Channel", "DeliveryError"]


class DeliveryError(Exception):
    """A notice was not delivered, or nobody knows whether it was: it is sent again."""


class Channel(Protocol):
    """Delivers notices of some kinds."""

    name: str

    async def deliver(self, notice: Notice) -> None:
        """Deliver a notice; raise DeliveryError unless it was certainly taken."""

    async def close(self) -> None:
        """Close all connections."""
