"""Quotas of a specification, counted with all that its references repeat.

A small document can name a large one many times: a description of a megabyte that a thousand
operations share, a base of a thousand properties with a thousand heirs. What is generated is bounded
here, so that no document takes more than some minutes and a gigabyte and a half.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..diagnostics import SpecificationError
from ..openapi.source import Source
from .specification import Specification

__all__ = ["LIMITS", "Quotas"]

LIMITS: Final = {
    "operations": 10_000,
    "tags": 2_000,
    "parameters": 50_000,
    "properties": 75_000,
    "values": 3_000_000,
    "characters": 1 << 24,
}


class Quotas:
    """Counts what is made of a specification, and refuses one that asks for too much."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._taken = dict.fromkeys(LIMITS, 0)

    def take(self, quota: str, count: int = 1) -> None:
        """Count something; raise SpecificationError where its quota is exceeded."""
        self._taken[quota] += count
        if self._taken[quota] > LIMITS[quota]:
            message = f"the specification asks for more than {LIMITS[quota]:,} {quota}"
            remedy = "split it, or repeat less by reference"
            raise SpecificationError([self._source.diagnostic((), message, remedy)])

    def take_specification(self, specification: Specification) -> None:
        """Count all but properties, each value as often as it is repeated."""
        self.take("operations", len(specification.operations))
        self.take(
            "parameters", sum(len(operation.parameters) for operation in specification.operations)
        )
        self.take("tags", len({operation.tag for operation in specification.operations}))
        for value in _values(specification):
            self.take("values")
            if isinstance(value, str):
                self.take("characters", len(value))


def _values(root: object) -> Iterator[object]:
    """Yield a value and all that it is made of."""
    waiting = [root]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, tuple | list | frozenset):
            waiting += value
        elif isinstance(value, Mapping):
            waiting += value.keys()
            waiting += value.values()
        elif names := _field_names(value):
            waiting += [getattr(value, name) for name in names]


def _field_names(value: object) -> tuple[str, ...]:
    """Return the fields of a dataclass or a struct; none of any other value."""
    fields: tuple[str, ...] = getattr(value, "__struct_fields__", ())
    return fields or tuple(getattr(value, "__dataclass_fields__", ()))
