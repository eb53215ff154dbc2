"""Definitions of our `x-` extensions: which nodes may have them, and the schema of their value.

They are read from `spec/extensions.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from ..repository import SPECIFICATIONS

if TYPE_CHECKING:
    from jsonschema_rs import Validator

__all__ = ["DEFINITIONS", "DEFINITIONS_NAME", "Definition", "definitions"]

DEFINITIONS: Final = SPECIFICATIONS / "extensions.schema.json"
DEFINITIONS_NAME: Final = f"{DEFINITIONS.parent.name}/{DEFINITIONS.name}"


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition of one extension: kinds of its nodes, validator, JSON type and keys."""

    kinds: tuple[str, ...]
    validator: Validator
    type: str
    keys: frozenset[str]

    def resembles(self, value: object) -> bool:
        """Whether a value, right or wrong, is meant to be this extension.

        One of another type or without any of its keys is another author's extension of the same
        name; a reference counts as ours, so that rules refuse it.
        """
        if not isinstance(value, {"object": dict, "array": list}.get(self.type, str | bool)):
            return False
        parts = value if isinstance(value, list) else [value]
        if not self.keys or not any(parts):
            return True
        keys = self.keys | {"$ref"}
        return any(isinstance(part, dict) and not keys.isdisjoint(part) for part in parts)


@cache
def definitions() -> Mapping[str, Definition]:
    """Read the definitions of all extensions by name."""
    import jsonschema_rs  # here, since it takes longer to import than most documents to check

    schema = json.loads(DEFINITIONS.read_text(encoding="utf-8"))
    validators = jsonschema_rs.validator_map_for(schema)
    return {
        name: Definition(
            kinds=tuple(definition["x-allowed-on"]),
            validator=validators[f"#/$defs/{name}"],
            type=definition.get("type", "string"),
            keys=frozenset(definition.get("items", definition).get("properties", ())),
        )
        for name, definition in schema["$defs"].items()
        if name.startswith("x-")
    }
