"""Parameters of an operation in the typed subset: one per name and location, each with its bounds."""

from __future__ import annotations

import re
from typing import Any

from ..openapi.lookup import resolve
from ..openapi.path_templates import wire_path
from .objects import text
from .remarks import Remark
from .safe_regex import is_checked
from .schema_nodes import (
    Array,
    Dictionary,
    Enumeration,
    Node,
    Reference,
    Scalar,
    alternatives,
    without_null,
)
from .schemas import Schemas
from .specification import Bounds, Parameter

__all__ = ["Parameters"]

_LOCATIONS = frozenset({"path", "query", "header", "cookie"})
_STYLES = {
    "path": {"simple", "label", "matrix"},
    "header": {"simple"},
    "cookie": {"form"},
    "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
}
_DEFAULT_STYLES = {"path": "simple", "header": "simple", "cookie": "form", "query": "form"}
# OpenAPI has these said by the body, the responses and the security instead.
_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
# The names that HTTP allows a header and a cookie.
_NAMES = {
    "header": re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"),
    "cookie": re.compile(r"[!-:<>-~]+(?: +[!-:<>-~]+)*"),
}
# The transport alone writes where a body ends.
_FRAMING_HEADERS = frozenset({"content-length", "transfer-encoding"})
_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_INT32 = 2**31 - 1


class Parameters:
    """Builds the parameters of one operation."""

    def __init__(self, document: dict[str, Any], schemas: Schemas, operation: str) -> None:
        self.refused: list[Remark] = []
        self.noted: list[Remark] = []
        self._document = document
        self._schemas = schemas
        self._operation = operation

    def build(self, path: str, item: dict[str, Any], node: dict[str, Any]) -> tuple[Parameter, ...]:
        """Return all parameters, those of the path item first; one for each name and location."""
        found: dict[tuple[str, str], tuple[tuple[str, ...], dict[str, Any]]] = {}
        for is_shared, owner in ((True, item), (False, node)):
            for index, stated in enumerate(owner.get("parameters", ())):
                parameter = resolve(self._document, stated)
                at = () if is_shared else ("parameters", str(index))
                found[(str(parameter.get("name")), str(parameter.get("in")))] = (at, parameter)
        built = [self._checked(at, parameter, path) for at, parameter in found.values()]
        declared = {name for name, location in found if location == "path"}
        braces = dict.fromkeys(_TEMPLATE.findall(wire_path(path)[0]))
        undeclared = [self._undeclared(name) for name in braces if name not in declared]
        return (*(parameter for parameter in built if parameter), *undeclared)

    def _undeclared(self, name: str) -> Parameter:
        message = f'path parameter "{name}" is not declared and taken for a string'
        self.noted.append(Remark((), message, "declare it in: path"))
        return Parameter(name, "path", True, "", "simple", False, Scalar("string"))

    def _checked(
        self, at: tuple[str, ...], parameter: dict[str, Any], path: str
    ) -> Parameter | None:
        """Build a parameter; None for one that is refused or never sent."""
        name, location = parameter.get("name"), parameter.get("in")
        if not isinstance(name, str) or location not in _LOCATIONS:
            self.refused.append(Remark(at, "parameter has no name or no location", "give it both"))
            return None
        if location in _NAMES and not _NAMES[location].fullmatch(name):
            message = f'no {location} can have the name "{name}"'
            self.refused.append(Remark(at, message, "use letters, digits and - alone"))
            return None
        if never_sent := _never_sent(name, location, path):
            self.noted.append(Remark(at, *never_sent))
            return None
        style = parameter.get("style", _DEFAULT_STYLES[location])
        if style not in _STYLES[location]:
            message = f'parameter "{name}" has the style {style} in {location}'
            remedy = f"use one of {', '.join(sorted(_STYLES[location]))}"
            self.refused.append(Remark(at, message, remedy))
            return None
        if parameter.get("allowReserved") is True and location != "query":
            message = f'allowReserved of parameter "{name}" is ignored: it is of queries only'
            self.noted.append(Remark(at, message, "leave it out"))
        built = self._built(parameter, style)
        if built.is_client_scoped and not _is_string(built.node):
            message = f'x-bound is on the parameter "{name}", which is not a string'
            self.refused.append(Remark(at, message, "correct the type"))
            return None
        return built

    def _built(self, parameter: dict[str, Any], style: str) -> Parameter:
        content = next(iter((parameter.get("content") or {}).values()), None)
        schema = (parameter if content is None else content or {}).get("schema", {})
        flat = self._schemas.flat(schema)
        node = self._node(schema, flat, parameter["name"])
        example, default = parameter.get("example"), flat.get("default")
        return Parameter(
            name=parameter["name"],
            location=parameter["in"],
            is_required=parameter.get("required") is True or parameter["in"] == "path",
            description=text(parameter, "description"),
            style=style,
            explode=parameter.get("explode", style == "form") is True,
            node=node,
            bounds=_bounds(node, flat),
            is_json=content is not None or _has_structure(node),
            default=default if isinstance(default, str | int | float) else None,
            example=str(example) if isinstance(example, str | int | float) else None,
            source=parameter.get("x-source", "doc"),
            is_client_scoped=parameter.get("x-bound") == "client",
            lookup=text(parameter, "x-lookup"),
            allows_reserved=parameter.get("allowReserved") is True and parameter["in"] == "query",
        )

    def _node(self, schema: Any, flat: dict[str, Any], name: str) -> Node:
        """Return the node of a parameter's schema; an enumeration of strings is closed."""
        node = without_null(self._schemas.node(schema, f"{self._operation}_{name}"))
        values = flat.get("enum")
        if isinstance(values, list) and values and all(isinstance(v, str) for v in values):
            return Enumeration("string", tuple(dict.fromkeys(values)))
        return node


def _has_structure(node: Node) -> bool:
    """Whether a value cannot be written as texts, so that it is sent as JSON: a list of objects."""
    if not isinstance(node, Array):
        return False
    nested = (Reference, Array, Dictionary)
    return any(isinstance(item, nested) for item in alternatives(node.items))


def _is_string(node: Node) -> bool:
    """Whether every value is a string, as environment variables and global options are."""
    return all(
        part == Scalar("string") or (isinstance(part, Enumeration) and part.type == "string")
        for part in alternatives(node)
    )


def _bounds(node: Node, flat: dict[str, Any]) -> Bounds:
    """Return the bounds of a plain value that a client and a server can check."""
    if node == Scalar("string"):
        least, most = _span(flat, "minLength", "maxLength")
        pattern = flat.get("pattern") if is_checked(flat.get("pattern")) else None
        return Bounds(min_length=least or 0, max_length=most, pattern=pattern)
    if isinstance(node, Scalar) and node.type == "number":
        return Bounds(*_span(flat, "minimum", "maximum"))
    if node != Scalar("integer"):
        return Bounds()
    least, most = (_whole(bound) for bound in _span(flat, "minimum", "maximum"))
    largest = _INT32 if flat.get("format") == "int32" else None
    return Bounds(least, largest if most is None else most)


def _span(flat: dict[str, Any], lower: str, upper: str) -> tuple[Any, Any]:
    """Return a lower and an upper bound; neither of two that contradict each other."""
    least, most = (flat.get(key) if _is_bound(flat.get(key)) else None for key in (lower, upper))
    if least is not None and most is not None and least > most:
        return None, None
    return least, most


def _is_bound(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(bound: float | None) -> int | None:
    return int(bound) if bound is not None and float(bound).is_integer() else None


def _never_sent(name: str, location: str, path: str) -> tuple[str, str] | None:
    """Return why a parameter is passed over, and the remedy; None when it is sent."""
    if location == "header" and name.lower() in _IGNORED_HEADERS:
        message = f'header parameter "{name}" is ignored, as OpenAPI says of it'
        return message, "leave it out; pass headers to the client for your own"
    if location == "header" and name.lower() in _FRAMING_HEADERS:
        return f'header parameter "{name}" is ignored, for the transport writes it', "leave it out"
    if location == "path" and f"{{{name}}}" not in wire_path(path)[0]:
        message = f'path parameter "{name}" is not in the path and never sent'
        return message, f"put {{{name}}} into the path"
    return None
