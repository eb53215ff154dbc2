"""How much a specification may ask for, with all that its references repeat.

A small document can name a large one many times: a description of a megabyte that a thousand
operations share, a base of a thousand properties with a thousand heirs. What comes out is bounded
here, so that no document takes more than some minutes and a gigabyte and a half.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..diagnostics import SpecificationError
from ..openapi.lookup import operations
from ..openapi.source import Source

__all__ = ["MOST", "Allowance"]

MOST: Final = {
    "operations": 10_000,
    "tags": 2_000,
    "parameters": 50_000,
    "properties": 75_000,
    "values": 3_000_000,
    "characters": 1 << 24,
}


class Allowance:
    """Counts what is made of a specification, and gives it up where that is too much."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._taken = dict.fromkeys(MOST, 0)

    def take(self, what: str, count: int = 1) -> None:
        """Count something; raise SpecificationError where there is more of it than may be."""
        self._taken[what] += count
        if self._taken[what] > MOST[what]:
            said = f"the specification asks for more than {MOST[what]:,} {what}"
            remedy = "split it, or repeat less by reference"
            raise SpecificationError([self._source.problem((), said, remedy)])

    def take_document(self, document: dict[str, Any]) -> None:
        """Count all of a document but its properties, each value as often as it is repeated."""
        tags: set[str] = set()
        for _, _, node in operations(document):
            self.take("operations")
            self.take("parameters", len(node.get("parameters", ())))
            tags |= {str(one) for one in node.get("tags", ())}
        self.take("tags", len(tags))
        for value in _values(document):
            self.take("values")
            if isinstance(value, str):
                self.take("characters", len(value))


def _values(document: Any) -> Iterator[Any]:
    waiting = [document]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, dict | list):
            waiting += node.values() if isinstance(node, dict) else node
