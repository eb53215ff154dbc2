"""Lookups in a document whose references are known to resolve."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from ..ir import TypeRef
from .grammar import METHODS, SCHEMA_PREFIX
from .pointer import lookup_pointer

__all__ = [
    "METHODS",
    "NULL",
    "annotation",
    "first_server",
    "is_server",
    "lookup",
    "may_be_null",
    "operations",
    "plain_type",
    "referred",
    "resolve",
    "schema_at",
    "server_url",
    "success",
    "success_status",
    "type_ref",
    "without_null",
]

NULL = {"type": "null"}
_PYTHON = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}


def resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Return a node with its `$ref` followed; its other members stay in force."""
    while "$ref" in node:
        target = lookup(document, node["$ref"])
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def lookup(document: dict[str, Any], reference: str) -> Any:
    """Return the value that a reference names."""
    return lookup_pointer(document, unquote(reference.removeprefix("#")))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and operation, in the order of the document."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def first_server(document: dict[str, Any]) -> dict[str, Any]:
    """Return the first server; one without a URL when the document names none."""
    servers: list[dict[str, Any]] = document.get("servers") or [{"url": ""}]
    return servers[0]


def is_server(server: Any) -> bool:
    """Whether a server has a URL, and a default for each of its variables."""
    variables = server.get("variables", {}) if isinstance(server, dict) else None
    return (
        isinstance(variables, dict)
        and isinstance(server.get("url"), str)
        and all(isinstance(value, dict) and "default" in value for value in variables.values())
    )


def server_url(server: dict[str, Any], *, excluding: str = "") -> str:
    """Return a server's URL with the defaults of its variables, except one."""
    url = str(server["url"])
    for name, variable in server.get("variables", {}).items():
        if name != excluding:
            url = url.replace(f"{{{name}}}", str(variable["default"]))
    return url


def success(document: dict[str, Any], operation: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the first media type of an operation's success and its object; "" for no content."""
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            content = resolve(document, response).get("content", {})
            return next(iter(content.items()), ("", {}))
    return "", {}


def success_status(operation: dict[str, Any]) -> int:
    """Return the status of an operation's success."""
    statuses = (s for s in operation["responses"] if s.startswith("2") and s.isdecimal())
    return int(next(statuses, 200))


def type_ref(reference: str) -> TypeRef:
    """Return the model of a schema: `jobs.Job` is Job in the module jobs."""
    module, _, name = reference.removeprefix(SCHEMA_PREFIX).rpartition(".")
    return TypeRef(module, name)


def schema_at(document: dict[str, Any], schema: dict[str, Any], path: list[str]) -> dict[str, Any]:
    """Return the schema at a path of properties; a `$ref` at its end is not followed."""
    for name in path:
        schema = resolve(document, schema)["properties"][name]
    return schema


def annotation(document: dict[str, Any], schema: dict[str, Any]) -> str:
    """Return the Python annotation of a schema."""
    if "$ref" in schema:
        model = type_ref(schema["$ref"])
        return f"{model.module}.{model.name}" if model.module else model.name
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(annotation(document, part) for part in schema["anyOf"]))
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    type = plain_type(schema)
    if type == "array":
        return f"list[{annotation(document, schema['items'])}]"
    if type == "object":
        values = schema.get("additionalProperties")
        value_type = isinstance(values, dict) and values and annotation(document, values)
        return f"dict[str, {value_type or 'Any'}]"
    return _PYTHON[type] if type else "Any"


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without null as one of its alternatives."""
    parts = [part for part in schema.get("anyOf", ()) if part != NULL]
    if not parts:
        return schema
    return parts[0] if len(parts) == 1 else {"anyOf": parts}


def may_be_null(document: dict[str, Any], schema: dict[str, Any]) -> bool:
    """Whether a normalised schema allows null; an empty one allows any value."""
    waiting, seen = [schema], set[str]()
    while waiting:
        part = waiting.pop()
        if "$ref" in part:
            if part["$ref"] not in seen:
                seen.add(part["$ref"])
                waiting.append(lookup(document, part["$ref"]))
            continue
        alternatives = [*part.get("anyOf", ()), *part.get("oneOf", ())]
        stated = part.get("type", None if alternatives or "enum" in part else "null")
        if stated == "null" or (isinstance(stated, list) and "null" in stated):
            return True
        waiting += alternatives
    return False


def referred(schema: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the components in a schema's annotation."""
    if "$ref" in schema:
        yield type_ref(schema["$ref"]).name
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from referred(part)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from referred(schema[key])


def plain_type(schema: dict[str, Any]) -> str | None:
    """Return the one type of a schema, apart from null; None where there are several."""
    stated = schema.get("type")
    types = [name for name in stated if name != "null"] if isinstance(stated, list) else [stated]
    return types[0] if len(types) == 1 else None
