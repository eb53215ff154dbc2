"""The names that expressions of one workflow can refer to, while it is compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..openapi.pointer import JsonObject, PointerParts
from ..runtime.workflows.program import Value
from .contract_types import Schema

__all__ = ["Frame", "Typed"]


class Typed(NamedTuple):
    """A value of a program, and its schema."""

    value: Value
    schema: Schema


@dataclass(frozen=True, slots=True)
class Frame:
    """A workflow that is compiled: by itself, or in place of a step of another.

    `inputs` holds the schema of each input. In place of a step, the names of its steps have a `prefix`,
    `values` holds what the step passes for each input, and a success ends at `after`. `outputs` are those of the
    steps of the document, by step and name; `callers` are the workflows around it.
    """

    name: str
    pointer: PointerParts
    stated: JsonObject
    inputs: Mapping[str, Schema]
    prefix: str = ""
    values: Mapping[str, Typed] | None = None
    after: str = ""
    callers: tuple[str, ...] = ()
    outputs: dict[tuple[str, str], Typed] = field(default_factory=dict)

    @property
    def step_names(self) -> list[str]:
        """The names of its steps in the document."""
        return [step["stepId"] for step in self.stated["steps"]]

    @property
    def subject(self) -> str:
        """The name that messages about it begin with."""
        return self.name
