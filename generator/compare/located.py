"""Values of a document with their pointers, so that a change can name the author's line."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from ..openapi.grammar import SCHEMA_PREFIX
from ..openapi.pointer import JsonObject, PointerParts, lookup_pointer, parse_pointer

__all__ = ["Located", "schema_name"]


class Located(NamedTuple):
    """A value, the document that it is part of, and its pointer there."""

    document: JsonObject
    pointer: PointerParts
    value: Any

    @property
    def reference(self) -> str | None:
        """The `$ref` of this value; None where it has none."""
        reference = self.value.get("$ref") if isinstance(self.value, dict) else None
        return reference if isinstance(reference, str) else None

    @property
    def members(self) -> JsonObject:
        """The members of a mapping; none of any other value."""
        return self.value if isinstance(self.value, dict) else {}

    def child(self, key: str, default: Any = None) -> "Located":
        """Return the value of a member, or a default at the pointer that it would have."""
        return Located(self.document, (*self.pointer, key), self.members.get(key, default))

    def children(self, key: str) -> dict[str, "Located"]:
        """Return the members of the mapping under a key, their references followed."""
        owner = self.child(key)
        return {name: owner.child(name).resolve() for name in owner.members}

    def items(self, key: str) -> Iterator["Located"]:
        """Yield the items of the list under a key."""
        values = self.members.get(key)
        for index, value in enumerate(values if isinstance(values, list) else ()):
            yield Located(self.document, (*self.pointer, key, str(index)), value)

    def resolve(self) -> "Located":
        """Return the value that a reference leads to; what stands beside it stays in force.

        A reference to nothing, which only an invalid document has, leads to an empty value.
        """
        node, seen = self, set[str]()
        while (reference := node.reference) is not None and reference not in seen:
            seen.add(reference)
            pointer = parse_pointer(unquote(reference.removeprefix("#")))
            try:
                target = lookup_pointer(self.document, pointer)
            except (LookupError, TypeError, ValueError):
                target = {}
            beside = {key: value for key, value in node.value.items() if key != "$ref"}
            node = Located(
                self.document,
                pointer,
                {**target, **beside} if beside and isinstance(target, dict) else target,
            )
        return node


def schema_name(reference: str | None) -> str | None:
    """Return the name of the schema that a reference leads into; None for any other reference."""
    if reference is None or not reference.startswith(SCHEMA_PREFIX):
        return None
    return parse_pointer(unquote(reference.removeprefix("#")))[2]
