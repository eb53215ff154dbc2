"""Lookups in a document whose references are known to resolve."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from .grammar import METHODS
from .pointer import lookup_pointer

__all__ = ["first_server", "is_server", "lookup", "operations", "resolve", "server_url"]


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
    for name, variable in (server.get("variables") or {}).items():
        if name != excluding:
            url = url.replace(f"{{{name}}}", str(variable["default"]))
    return url
