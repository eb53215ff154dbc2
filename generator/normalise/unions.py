"""Unions in plain form: those that JSON tells apart stay what they are, others get a name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..naming import Names, pascal
from ..openapi.lookup import NULL, without_null
from .merge import Schema

__all__ = ["Unions", "enumerated", "nullable"]

_SCHEMAS = "#/components/schemas/"
_TEXT, _WHOLE, _PLAIN = "string", "integer", {bool: "boolean", float: "number"}


def nullable(schema: Schema) -> Schema:
    """Let a schema be null as well."""
    if not schema or schema == NULL:
        return schema
    parts = schema.get("anyOf", [schema])
    return {"anyOf": [*(one for one in parts if one != NULL), NULL]}


def enumerated(values: Sequence[Any]) -> Schema:
    """Write an enumeration: known values, or any other of their types, which a newer server may send."""
    texts = [one for one in values if isinstance(one, str)]
    whole = [one for one in values if isinstance(one, int) and not isinstance(one, bool)]
    found: list[Schema] = []
    if texts:
        found += [{"type": _TEXT, "enum": list(dict.fromkeys(texts))}, {"type": _TEXT}]
    if known := [one for one in dict.fromkeys(whole) if abs(one) < 1 << 63]:
        found.append({"type": _WHOLE, "enum": known})
    found += [{"type": _WHOLE}] if whole else []
    others = {type(one): one for one in values if type(one) in _PLAIN}
    found += [{"type": name} for kind, name in _PLAIN.items() if kind in others]
    if any(isinstance(one, list | dict) for one in values) or not (found or None in values):
        return {}
    found += [NULL] if None in values else []
    return {"anyOf": found} if len(found) > 1 else found[0]


class Unions:
    """Writes unions, and keeps the components that they become."""

    def __init__(self, names: Names) -> None:
        self.components: dict[str, Schema] = {}
        self._names = names
        self._known: dict[str, Schema] = {}

    def force(self, name: str, found: Schema) -> Schema:
        """Give a schema that refers to itself its name, if it has not got it."""
        reference = {"$ref": f"{_SCHEMAS}{name}"}
        plain = without_null(found)
        if plain == reference:
            return found
        self.components[name] = {"oneOf": plain.get("anyOf", [plain])}
        return nullable(reference) if plain != found else reference

    def either(
        self,
        found: Sequence[Schema],
        hint: str,
        name: str | None,
        tags: dict[str, Any] | None = None,
    ) -> Schema:
        """Write what may be any of several; `tags` say which by a property's value."""
        if any(not one for one in found):
            return {}
        flat = [part for one in found for part in one.get("anyOf", [one])]
        parts = _distinct([one for one in flat if one != NULL])
        if not parts:
            return dict(NULL)
        if len(parts) == 1:
            written = parts[0]
        elif self._is_told_apart(parts):
            written = {"anyOf": parts}
        else:
            written = self._named(parts, hint, name, _placed(tags, found, parts))
        return nullable(written) if NULL in flat else written

    def _named(
        self, parts: list[Schema], hint: str, name: str | None, tags: dict[str, Any] | None
    ) -> Schema:
        key = json.dumps([parts, tags], sort_keys=True)
        if name is None and key in self._known:
            return self._known[key]
        plain = pascal(hint) or "Choice"
        plain = f"Model{plain}" if plain[0].isdigit() else plain
        given = name or self._names.take(plain, f"{plain}Choice")
        self.components[given] = {"oneOf": parts, **({"discriminator": tags} if tags else {})}
        self._known[key] = {"$ref": f"{_SCHEMAS}{given}"}
        return self._known[key]

    def _is_told_apart(self, parts: Sequence[Schema]) -> bool:
        kinds = [self._kind(one) for one in parts]
        single = [one for one in kinds if one not in ("string", "integer")]
        return "union" not in kinds and len(single) == len(set(single))

    def _kind(self, schema: Schema) -> str:
        if "$ref" not in schema:
            return str(schema["type"])
        known = self.components.get(schema["$ref"].removeprefix(_SCHEMAS), {})
        return "object" if known.get("type") == "object" else "union"


def _placed(
    tags: dict[str, Any] | None, found: Sequence[Schema], parts: Sequence[Schema]
) -> dict[str, Any] | None:
    """Let tags name the places of alternatives among those that are left."""
    if tags is None:
        return None
    places = {
        value: parts.index(found[place])
        for value, place in tags["places"].items()
        if found[place] in parts
    }
    return {**tags, "places": places} if places else None


def _distinct(parts: Sequence[Schema]) -> list[Schema]:
    """Leave out what is there already, and join enumerations of one type."""
    known: dict[str, list[Any]] = {}
    for one in parts:
        if "enum" in one:
            known.setdefault(one["type"], []).extend(one["enum"])
    found: dict[str, Schema] = {}
    for one in parts:
        if "enum" in one:
            whole = {**one, "enum": list(dict.fromkeys(known[one["type"]]))}
            found.setdefault(f"enum {one['type']}", whole)
        else:
            found.setdefault(json.dumps(one, sort_keys=True), one)
    return list(found.values())
