"""What the suite knows of the server under test."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..senders import Sender
from ..signing import Key

if TYPE_CHECKING:
    from .lab import Lab

__all__ = ["Target"]


@dataclass(frozen=True)
class Target:
    """A server under test; `values` are parameters that find something, by their names.

    A `careful` target holds data of somebody else: it is only read, at most `rate` requests a
    second (0: any number), and what moved between two calls is looked at again. Where there is a
    `lab`, its data, keys and clock are in our hands.
    """

    url: str
    key: Key
    values: Mapping[str, Any]
    send: Sender
    lab: "Lab | None" = None
    careful: bool = False
    rate: float = 0.0

    @property
    def offers(self) -> frozenset[str]:
        """What clauses may need of a target: `lab`, `clock`, `writes`."""
        offered = {"writes": not self.careful, "lab": self.lab is not None}
        offered["clock"] = self.lab is not None and self.lab.clock is not None
        return frozenset(name for name, there in offered.items() if there)

    def close(self) -> None:
        """Let go of connections."""
        self.send.close()
