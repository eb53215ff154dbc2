"""Looking things up in a document whose references are known to resolve."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from ..ir import TypeRef
from .source import steps

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
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SCHEMAS = "#/components/schemas/"
_PYTHON = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}


def resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a node's `$ref`; what stands beside it stays in force."""
    while "$ref" in node:
        found = lookup(document, node["$ref"])
        node = {**found, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def lookup(document: dict[str, Any], reference: str) -> Any:
    """Give what a reference names."""
    found: Any = document
    for step in steps(unquote(reference.removeprefix("#"))):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give path, method and operation, in the order of the document."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def first_server(document: dict[str, Any]) -> dict[str, Any]:
    """Give the server that is called; one without a URL when the document names none."""
    servers: list[dict[str, Any]] = document.get("servers") or [{"url": ""}]
    return servers[0]


def is_server(stated: Any) -> bool:
    """Tell whether a server says all that its URL is made of."""
    variables = stated.get("variables", {}) if isinstance(stated, dict) else None
    return (
        isinstance(variables, dict)
        and isinstance(stated.get("url"), str)
        and all(isinstance(one, dict) and "default" in one for one in variables.values())
    )


def server_url(server: dict[str, Any], *, leaving: str = "") -> str:
    """Give a server's URL with each variable's default in its place, but for one."""
    url = str(server["url"])
    for name, variable in server.get("variables", {}).items():
        if name != leaving:
            url = url.replace(f"{{{name}}}", str(variable["default"]))
    return url


def success(document: dict[str, Any], operation: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give the media type of an operation's success and what is said of it; "" for no content."""
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            content = resolve(document, response).get("content", {})
            return next(iter(content.items()), ("", {}))
    return "", {}


def success_status(operation: dict[str, Any]) -> int:
    """Give the status of an operation's success."""
    stated = (one for one in operation["responses"] if one.startswith("2") and one.isdecimal())
    return int(next(stated, 200))


def type_ref(reference: str) -> TypeRef:
    """Name the model of a schema: `jobs.Job` is Job in the module jobs."""
    module, _, name = reference.removeprefix(_SCHEMAS).rpartition(".")
    return TypeRef(module, name)


def schema_at(document: dict[str, Any], schema: dict[str, Any], path: list[str]) -> dict[str, Any]:
    """Walk from a schema through its properties; keep a `$ref` that stands at the end."""
    for name in path:
        schema = resolve(document, schema)["properties"][name]
    return schema


def annotation(document: dict[str, Any], schema: dict[str, Any]) -> str:
    """Write the annotation of what a schema describes."""
    if "$ref" in schema:
        model = type_ref(schema["$ref"])
        return f"{model.module}.{model.name}" if model.module else model.name
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(annotation(document, one) for one in schema["anyOf"]))
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    type = plain_type(schema)
    if type == "array":
        return f"list[{annotation(document, schema['items'])}]"
    if type == "object":
        values = schema.get("additionalProperties")
        known = isinstance(values, dict) and values and annotation(document, values)
        return f"dict[str, {known or 'Any'}]"
    return _PYTHON[type] if type else "Any"


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Let a schema be anything but null."""
    parts = [one for one in schema.get("anyOf", ()) if one != NULL]
    if not parts:
        return schema
    return parts[0] if len(parts) == 1 else {"anyOf": parts}


def may_be_null(document: dict[str, Any], schema: dict[str, Any]) -> bool:
    """Tell whether null is a value of a schema in plain form; one that says nothing has any value."""
    waiting, seen = [schema], set[str]()
    while waiting:
        one = waiting.pop()
        if "$ref" in one:
            if one["$ref"] not in seen:
                seen.add(one["$ref"])
                waiting.append(lookup(document, one["$ref"]))
            continue
        either = [*one.get("anyOf", ()), *one.get("oneOf", ())]
        stated = one.get("type", None if either or "enum" in one else "null")
        if stated == "null" or (isinstance(stated, list) and "null" in stated):
            return True
        waiting += either
    return False


def referred(schema: dict[str, Any]) -> Iterator[str]:
    """Give the names of the components that a schema's annotation is made of."""
    if "$ref" in schema:
        yield type_ref(schema["$ref"]).name
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from referred(one)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from referred(schema[key])


def plain_type(schema: dict[str, Any]) -> str | None:
    """Give the one type of a schema, whether it may be null as well or not."""
    stated = schema.get("type")
    several = [one for one in stated if one != "null"] if isinstance(stated, list) else [stated]
    return several[0] if len(several) == 1 else None
