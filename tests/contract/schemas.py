"""Schemas of the specification: references followed, parts merged, and the view of a request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = ["Property", "Schema", "flatten", "is_read_only", "properties", "request_view", "resolve"]

Schema: TypeAlias = Mapping[str, Any]
Path: TypeAlias = tuple[str | int, ...]

_DEEPEST = 3
"""Levels of nested objects whose properties are looked at."""


@dataclass(frozen=True)
class Property:
    """A property of a body, or an item of a list in it, by its path."""

    path: Path
    schema: Schema
    required: bool

    @property
    def name(self) -> str:
        """Its path as text: `savepoint.mode`, `tags[0]`."""
        return "".join(
            f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path
        ).lstrip(".")

    @property
    def types(self) -> frozenset[str]:
        """The types that its values may have; empty when its schema names none."""
        stated = self.schema.get("type", ())
        return frozenset([stated] if isinstance(stated, str) else stated)


def resolve(document: Schema, node: Schema) -> Schema:
    """Follow a reference, if a node is one."""
    while "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def flatten(document: Schema, schema: Schema) -> dict[str, Any]:
    """Merge a schema with what it refers to and with the parts of its allOf."""
    merged = {**resolve(document, schema), **schema}
    merged.pop("$ref", None)
    for part in merged.pop("allOf", ()):
        other = flatten(document, part)
        merged = {
            **other,
            **merged,
            "properties": {**other.get("properties", {}), **merged.get("properties", {})},
            "required": [*other.get("required", ()), *merged.get("required", ())],
        }
    return merged


def is_read_only(document: Schema, schema: Schema) -> bool:
    """Whether a property is the server's alone to write."""
    return flatten(document, schema).get("readOnly") is True


def properties(document: Schema, schema: Schema, path: Path = ()) -> Iterator[Property]:
    """Yield the properties of an object schema that a caller may send, nested ones after theirs."""
    whole = flatten(document, schema)
    required = whole.get("required", ())
    for name, stated in whole.get("properties", {}).items():
        if is_read_only(document, stated):
            continue
        field = Property((*path, name), flatten(document, stated), name in required)
        yield field
        yield from _inside(document, field)


def _inside(document: Schema, owner: Property) -> Iterator[Property]:
    if len(owner.path) >= _DEEPEST:
        return
    yield from properties(document, owner.schema, owner.path)
    if "items" in owner.schema:
        items = Property((*owner.path, 0), flatten(document, owner.schema["items"]), False)
        yield items
        yield from _inside(document, items)


def request_view(document: Schema, node: Any) -> Any:
    """Copy schemas as a request is held to them: of a read-only property, anything is ignored."""
    if isinstance(node, list):
        return [request_view(document, item) for item in node]
    if not isinstance(node, Mapping):
        return node
    stated = node.get("properties")
    if not isinstance(stated, Mapping):
        return {key: request_view(document, value) for key, value in node.items()}
    kept_back = {
        name
        for name, schema in stated.items()
        if isinstance(schema, Mapping) and is_read_only(document, schema)
    }
    return {
        **{key: request_view(document, node[key]) for key in node.keys() - {"properties"}},
        "properties": {
            name: True if name in kept_back else request_view(document, schema)
            for name, schema in stated.items()
        },
        "required": [name for name in node.get("required", ()) if name not in kept_back],
    }
