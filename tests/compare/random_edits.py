"""Random edits of a document: some leave its meaning, some change it, some only keep it JSON."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from generator.compare.located import Located
from generator.compare.operations import operations_of
from generator.openapi.grammar import DATA_KEYWORDS

__all__ = ["CHANGES", "mutated", "neutral", "sent_schemas"]

_INSIDE = ("items", "additionalProperties")
_LISTS = ("allOf", "anyOf", "oneOf")
_TEXTS = ("description", "title", "summary")
_VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    -1,
    2.5,
    "",
    "a",
    "object",
    "null",
    [],
    ["a"],
    {},
    {"a": {}},
]
_VALUES += [{"type": "string"}, {"$ref": "#/components/schemas/A"}, [{}], [{"type": "null"}]]


def neutral(document: dict[str, Any], draw: st.DataObject) -> dict[str, Any]:
    """Return a document of the same meaning: other order, other texts, references inlined."""
    plain = Located(document, (), document)
    return dict(_rewritten(plain, document, draw, frozenset(), is_named=False))


def _rewritten(
    root: Located, node: Any, draw: st.DataObject, inlined: frozenset[str], *, is_named: bool
) -> Any:
    """Rewrite a value; what a discriminator tells apart by its name keeps that name."""
    if isinstance(node, list):
        return [_rewritten(root, item, draw, inlined, is_named=is_named) for item in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    may_inline = isinstance(reference, str) and len(node) == 1 and not is_named
    if may_inline and reference not in inlined and draw.draw(st.integers(0, 3)) == 0:
        target = Located(root.document, (), node).resolve().value
        if isinstance(target, dict) and "discriminator" not in target:
            inner = inlined | {str(reference)}
            return _rewritten(root, copy.deepcopy(target), draw, inner, is_named=False)
    keys = draw.draw(st.permutations(list(node))) if len(node) < 6 else list(reversed(node))
    keeps_names = "discriminator" in node
    return {
        key: node[key]
        if key in DATA_KEYWORDS or key.startswith("x-")
        else f"{node[key]}, in other words"
        if key in _TEXTS and isinstance(node[key], str)
        else _rewritten(root, node[key], draw, inlined, is_named=keeps_names or key == "allOf")
        for key in keys
    }


def sent_schemas(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the schemas of the document that its operations send."""
    root, found = Located(document, (), document), dict[int, dict[str, Any]]()
    for operation in operations_of(root):
        owners = [operation.path, operation.node]
        for owner in owners:
            for parameter in owner.items("parameters"):
                _collect(parameter.resolve().child("schema"), found)
        bodies = [operation.node.child("requestBody").resolve()]
        bodies += operation.node.children("responses").values()
        for body in bodies:
            for media_type in body.children("content").values():
                _collect(media_type.child("schema"), found)
    return list(found.values())


def _collect(schema: Located, found: dict[int, dict[str, Any]]) -> None:
    schema = schema.resolve()
    if not isinstance(schema.value, dict) or id(schema.value) in found:
        return
    found[id(schema.value)] = schema.value
    for part in _parts(schema):
        _collect(part, found)


def _parts(schema: Located) -> Iterator[Located]:
    properties = schema.child("properties")
    yield from (properties.child(name) for name in properties.members)
    yield from (schema.child(key) for key in _INSIDE if key in schema.members)
    for key in _LISTS:
        yield from schema.items(key)


def _require(schema: dict[str, Any]) -> None:
    schema["required"] = [*schema.get("required", ()), "neverHeardOf"]


def _add_field(schema: dict[str, Any]) -> None:
    schema["properties"] = {**schema.get("properties", {}), "neverHeardOf": {"type": "string"}}


def _drop_field(schema: dict[str, Any]) -> None:
    properties = schema.get("properties")
    if properties:
        properties.pop(next(iter(properties)))
    else:
        _add_field(schema)


def _change_type(schema: dict[str, Any]) -> None:
    schema["type"] = "boolean" if schema.get("type") != "boolean" else "string"


def _change_values(schema: dict[str, Any]) -> None:
    if "const" in schema:
        schema["const"] = "neverHeardOf"
        return
    schema["enum"] = [*schema.get("enum", ()), "neverHeardOf"]


def _bound(keyword: str, value: float | str | bool) -> Callable[[dict[str, Any]], None]:
    def edit(schema: dict[str, Any]) -> None:
        schema[keyword] = value

    return edit


# Edits of a schema, each of which changes its meaning.
CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "a required field": _require,
    "a new field": _add_field,
    "a field less": _drop_field,
    "another type": _change_type,
    "another value": _change_values,
    "a bound": _bound("maxLength", 1),
    "a maximum": _bound("maximum", -77),
    "a format": _bound("format", "never-heard-of"),
    "a pattern": _bound("pattern", "^never heard of$"),
    "an unknown keyword": _bound("x-never-heard-of", 1),
}


def mutated(document: dict[str, Any], draw: st.DataObject) -> dict[str, Any]:
    """Return a document with one to three values removed, replaced or copied elsewhere."""
    document = copy.deepcopy(document)
    for _ in range(draw.draw(st.integers(1, 3))):
        owners = list(_owners(document))
        owner = draw.draw(st.sampled_from(owners))
        key = draw.draw(
            st.sampled_from(list(owner) if isinstance(owner, dict) else range(len(owner)))
        )
        edit = draw.draw(st.sampled_from(("remove", "replace", "copy")))
        if edit == "remove":
            del owner[key]
        elif edit == "replace":
            owner[key] = copy.deepcopy(draw.draw(st.sampled_from(_VALUES)))
        else:
            owner[key] = copy.deepcopy(draw.draw(st.sampled_from(owners)))
    return document


def _owners(node: Any) -> Iterator[Any]:
    """Yield every mapping and list that holds something."""
    if isinstance(node, dict | list) and node:
        yield node
        for member in node.values() if isinstance(node, dict) else node:
            yield from _owners(member)
