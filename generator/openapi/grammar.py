"""The structure of an OpenAPI document: which object stands under which key of which other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

__all__ = [
    "CONTAINERS",
    "DATA_KEYWORDS",
    "GRAMMAR",
    "METHODS",
    "REFERABLE",
    "REFERENCE_SIBLINGS",
    "SCHEMA_PREFIX",
    "WITH_SIBLINGS",
    "Container",
]

Container: TypeAlias = Literal["one", "list", "map"]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SCHEMA_PREFIX: Final = "#/components/schemas/"


def _all(container: Container, kind: str, *keys: str) -> dict[str, tuple[Container, str]]:
    return dict.fromkeys(keys, (container, kind))


_CONTENT: Final = _all("map", "media type", "content") | _all("map", "example", "examples")
# The kind of node under each key, by the kind of its parent; "*" is any key but an extension.
GRAMMAR: Final[Mapping[str, Mapping[str, tuple[Container, str]]]] = {
    "specification": {
        "info": ("one", "info"),
        "servers": ("list", "server"),
        "tags": ("list", "tag"),
        "paths": ("one", "paths"),
        "webhooks": ("map", "path item"),
        "components": ("one", "components"),
    },
    "info": {},
    "server": {"variables": ("map", "server variable")},
    "server variable": {},
    "tag": {},
    "paths": {"*": ("one", "path item")},
    "path item": _all("one", "operation", *METHODS)
    | {"parameters": ("list", "parameter"), "servers": ("list", "server")},
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "request body"),
        "responses": ("one", "responses"),
        "callbacks": ("map", "callback"),
        "servers": ("list", "server"),
    },
    "callback": {"*": ("one", "path item")},
    "parameter": {"schema": ("one", "schema"), **_CONTENT},
    "header": {"schema": ("one", "schema"), **_CONTENT},
    "request body": _CONTENT,
    "responses": {"*": ("one", "response")},
    "response": {"headers": ("map", "header"), "links": ("map", "link"), **_CONTENT},
    "media type": {
        "schema": ("one", "schema"),
        "examples": ("map", "example"),
        "encoding": ("map", "encoding"),
    },
    "encoding": {"headers": ("map", "header")},
    "example": {},
    "link": {},
    "security scheme": {},
    "components": {
        "schemas": ("map", "schema"),
        "responses": ("map", "response"),
        "parameters": ("map", "parameter"),
        "examples": ("map", "example"),
        "requestBodies": ("map", "request body"),
        "headers": ("map", "header"),
        "securitySchemes": ("map", "security scheme"),
        "links": ("map", "link"),
        "callbacks": ("map", "callback"),
        "pathItems": ("map", "path item"),
    },
    "schema": _all("one", "schema", "not", "if", "then", "else", "items", "contains")
    | _all("one", "schema", "additionalProperties", "propertyNames", "x-propertyNames")
    | _all("one", "schema", "unevaluatedItems", "unevaluatedProperties", "contentSchema")
    | _all("list", "schema", "allOf", "anyOf", "oneOf", "prefixItems")
    | _all("map", "schema", "properties", "patternProperties", "dependentSchemas")
    | _all("map", "schema", "$defs", "definitions")
    | {"discriminator": ("one", "discriminator")},
    "discriminator": {},
}
# Keywords whose value is data, in which no key is a keyword.
DATA_KEYWORDS: Final = {"example", "examples", "default", "enum", "const", "value"}
CONTAINERS: Final[Mapping[Container, str]] = {"list": "list", "map": "mapping"}
# Kinds whose reference leaves what stands beside it in force.
WITH_SIBLINGS: Final = {"schema", "path item"}
# Kinds that a reference may stand in for.
REFERABLE: Final = {"parameter", "response", "request body", "header", "example", "link"} | {
    "callback",
    "security scheme",
    *WITH_SIBLINGS,
}
# Keywords that may stand beside the reference of any other kind.
REFERENCE_SIBLINGS: Final = {"$ref", "summary", "description"}
