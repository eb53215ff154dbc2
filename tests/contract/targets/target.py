"""The server under test: its address, key, known ids, and the needs of clauses that it meets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..senders import Sender
from ..signing import Key

if TYPE_CHECKING:
    from .control import TargetControl

__all__ = ["Target"]


@dataclass(frozen=True)
class Target:
    """A server under test; `values` are parameters that find something, by their names.

    A `read_only` target holds data of somebody else: it is only read, at most `rate` requests a
    second (0: any number), and a violation is checked again where the data changed. Where there is a
    `lab`, its data, keys and clock are in our hands.
    """

    url: str
    key: Key
    values: Mapping[str, Any]
    send: Sender
    control: "TargetControl | None" = None
    read_only: bool = False
    rate: float = 0.0

    @property
    def offers(self) -> frozenset[str]:
        """The needs of clauses that it meets: `control`, `clock`, `writes`."""
        offered = {"writes": not self.read_only, "control": self.control is not None}
        offered["clock"] = self.control is not None and self.control.clock is not None
        return frozenset(name for name, there in offered.items() if there)

    def close(self) -> None:
        """Close its connections."""
        self.send.close()
