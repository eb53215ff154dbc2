"""Looking things up in a document whose references are known to resolve."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..ir import TypeRef

__all__ = [
    "METHODS",
    "NULL",
    "annotation",
    "answer_schema",
    "answer_type",
    "first_server",
    "operations",
    "plain_type",
    "resolve",
    "schema_at",
    "server_url",
    "type_ref",
]

NULL = {"type": "null"}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SCHEMAS = "#/components/schemas/"
_PYTHON = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a node's `$ref`; what stands beside it stays in force."""
    while "$ref" in node:
        found: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        node = {**found, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


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


def server_url(server: dict[str, Any], *, leaving: str = "") -> str:
    """Give a server's URL with each variable's default in its place, but for one."""
    url = str(server["url"])
    for name, variable in server.get("variables", {}).items():
        if name != leaving:
            url = url.replace(f"{{{name}}}", variable["default"])
    return url


def answer_schema(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """Give the schema of an operation's success; empty when it has none in JSON."""
    status = next(status for status in operation["responses"] if status.startswith("2"))
    content = resolve(document, operation["responses"][status]).get("content", {})
    schema: dict[str, Any] = content.get("application/json", {}).get("schema", {})
    return schema


def answer_type(schema: dict[str, Any]) -> TypeRef | None:
    """Name what an answer holds: a model, or an array of one; None for anything else."""
    if "$ref" in schema:
        return type_ref(schema["$ref"])
    if plain_type(schema) == "array" and "$ref" in schema.get("items", {}):
        return replace(type_ref(schema["items"]["$ref"]), many=True)
    return None


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
    """Write the annotation of a property, without its None."""
    if "$ref" in schema:
        model = type_ref(schema["$ref"])
        return f"{model.module}.{model.name}" if model.module else model.name
    if "anyOf" in schema:
        several = (one for one in schema["anyOf"] if one != NULL)
        return " | ".join(annotation(document, one) for one in several)
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


def plain_type(schema: dict[str, Any]) -> str | None:
    """Give the one type of a schema, whether it may be null as well or not."""
    stated = schema.get("type")
    several = [one for one in stated if one != "null"] if isinstance(stated, list) else [stated]
    return several[0] if len(several) == 1 else None
