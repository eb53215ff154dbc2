"""What a call is given beside its body: parameters in plain form."""

from __future__ import annotations

import re
from typing import Any

from ..openapi.lookup import resolve, without_null
from ..openapi.path_templates import wire_path
from ..rules.extensions.definitions import definitions
from .merge import Schema
from .safe_regex import is_checked
from .schemas import Schemas

__all__ = ["Given"]

_PLACES = frozenset({"path", "query", "header", "cookie"})
_STYLES = {
    "path": {"simple", "label", "matrix"},
    "header": {"simple"},
    "cookie": {"form"},
    "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
}
_USUAL = {"path": "simple", "header": "simple", "cookie": "form", "query": "form"}
# OpenAPI has these said by the body, the answers and the security instead.
_OTHERWISE = frozenset({"accept", "content-type", "authorization"})
# What HTTP lets a header be called; what a cookie can be, which servers take otherwise than it says.
_NAMES = {
    "header": re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"),
    "cookie": re.compile(r"[!-:<>-~]+(?: +[!-:<>-~]+)*"),
}
# What says where a body ends is the transport's alone to write.
_FRAMING = frozenset({"content-length", "transfer-encoding"})
_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_TEXT_BOUNDS = ("minLength", "maxLength")
_NUMBER_BOUNDS = ("minimum", "maximum")
Said = tuple[tuple[str, ...], str, str]


class Given:
    """Writes the parameters of one operation."""

    def __init__(self, document: dict[str, Any], schemas: Schemas, operation: str) -> None:
        self.refused: list[Said] = []
        self.noted: list[Said] = []
        self._document = document
        self._schemas = schemas
        self._operation = operation

    def parameters(
        self, path: str, item: dict[str, Any], node: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Give all parameters, those of the path first; each stands once."""
        found: dict[tuple[str, str], tuple[tuple[str, ...], dict[str, Any]]] = {}
        for up, owner in (("..", item), (None, node)):
            for index, stated in enumerate(owner.get("parameters", ())):
                one = resolve(self._document, stated)
                at = ("parameters", str(index)) if up is None else ()
                found[(str(one.get("name")), str(one.get("in")))] = (at, one)
        written = [self._one(at, one, path) for at, one in found.values()]
        declared = {name for name, place in found if place == "path"}
        lacking = [
            name
            for name in dict.fromkeys(_TEMPLATE.findall(wire_path(path)[0]))
            if name not in declared
        ]
        return [*(one for one in written if one), *map(self._undeclared, lacking)]

    def _undeclared(self, name: str) -> dict[str, Any]:
        what = f'path parameter "{name}" is not declared and taken for a string'
        self.noted.append(((), what, "declare it in: path"))
        return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}

    def _one(self, at: tuple[str, ...], one: dict[str, Any], path: str) -> dict[str, Any] | None:
        name, place = one.get("name"), one.get("in")
        if not isinstance(name, str) or place not in _PLACES:
            self.refused.append((at, "parameter has no name or no place", "give it both"))
            return None
        if place in _NAMES and not _NAMES[place].fullmatch(name):
            what = f'no {place} can have the name "{name}"'
            self.refused.append((at, what, "use letters, digits and - alone"))
            return None
        if never_sent := _never_sent(name, place, path):
            self.noted.append((at, *never_sent))
            return None
        style = one.get("style", _USUAL[place])
        if style not in _STYLES[place]:
            what = f'parameter "{name}" has the style {style} in {place}'
            self.refused.append((at, what, f"use one of {', '.join(sorted(_STYLES[place]))}"))
            return None
        return self._written(one, style)

    def _written(self, one: dict[str, Any], style: str) -> dict[str, Any]:
        content = next(iter((one.get("content") or {}).values()), None)
        stated = (content or {}).get("schema", {}) if content is not None else one.get("schema", {})
        schema = self._plain(stated, one["name"])
        kept = {k: v for k, v in one.items() if k in ("description", *definitions())}
        form = {"style": style, "explode": one.get("explode", style == "form") is True}
        as_json = {"x-json": True} if content is not None or self._is_deep(schema) else {}
        required = one.get("required") is True or one["in"] == "path"
        return {
            **{k: v for k, v in kept.items() if k != "description" or isinstance(v, str)},
            **form,
            "name": one["name"],
            "in": one["in"],
            "required": required,
            "schema": {**schema, **as_json},
        }

    def _plain(self, stated: Any, name: str) -> Schema:
        """Write a parameter's schema, with the bounds that can be kept."""
        flat = self._schemas.flat(stated)
        found = without_null(self._schemas.expression(stated, f"{self._operation}_{name}"))
        values = flat.get("enum")
        if isinstance(values, list) and values and all(isinstance(one, str) for one in values):
            found = {"type": "string", "enum": list(dict.fromkeys(values))}
        if set(found) != {"type"}:
            return dict(found)
        bounds = {k: flat[k] for k in _bounds_of(found["type"]) if _is_bound(flat.get(k))}
        if len(bounds) == 2 and not _is_span(*bounds.values()):
            bounds = {}
        if found["type"] == "integer":
            bounds = {k: v for k, v in bounds.items() if float(v).is_integer()}
            bounds = {k: int(v) for k, v in bounds.items()}
        if flat.get("format") == "int32":
            bounds["format"] = "int32"
        if found["type"] == "string" and is_checked(flat.get("pattern")):
            return {**found, **bounds, "pattern": flat["pattern"]}
        return {**found, **bounds}

    def _is_deep(self, schema: Schema) -> bool:
        """Whether a value cannot be written as texts, so that JSON has to be: a list of objects."""
        items = schema.get("items", {})
        parts = items.get("anyOf", [items])
        return any("$ref" in one or one.get("type") in ("array", "object") for one in parts)


def _bounds_of(kind: str) -> tuple[str, ...]:
    if kind == "string":
        return _TEXT_BOUNDS
    return _NUMBER_BOUNDS if kind in ("integer", "number") else ()


def _is_span(least: float, most: float) -> bool:
    return least <= most


def _is_bound(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _never_sent(name: str, place: str, path: str) -> tuple[str, str] | None:
    """Say why a parameter is passed over, and what to do; None when it is sent."""
    if place == "header" and name.lower() in _OTHERWISE:
        what = f'header parameter "{name}" is ignored, as OpenAPI says of it'
        return what, "leave it out; pass headers to the client for your own"
    if place == "header" and name.lower() in _FRAMING:
        return f'header parameter "{name}" is ignored, for the transport writes it', "leave it out"
    if place == "path" and f"{{{name}}}" not in wire_path(path)[0]:
        return (
            f'path parameter "{name}" is not in the path and never sent',
            f"put {{{name}}} into the path",
        )
    return None
