"""Reading a specification for these tests: on its own, without a word of the generator."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import jsonschema_rs
import yaml

__all__ = ["METHODS", "Called", "Document", "read"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
Schema = dict[str, Any]
_WHOLE = "urn:document"
# Repeats that the validator has no room for.
_HUGE = re.compile(r"\{\d*,?\d{5,}\}")


_MAPS = frozenset(
    [
        *("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
        *("schemas", "parameters", "responses", "requestBodies", "headers"),
        *("pathItems", "paths", "content"),
    ]
)
"""The mappings whose keys are names, which may be those of keywords."""


class _Plain(yaml.CSafeLoader):
    """YAML 1.2 (core schema), where dates, `no` and `0o7` are what they look like and 1e-8 a number."""

    def whole(self, node: yaml.ScalarNode) -> int:
        """Read an integer."""
        return int(node.value, 0 if node.value[1:2] in ("o", "x") else 10)


_Plain.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("null", "(?:~|null|Null|NULL|)", ("~", "n", "N", "")),
    ("bool", "(?:true|True|TRUE|false|False|FALSE)", "tTfF"),
    ("int", "(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Plain.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"{_form}\Z"), [*_first])
_Plain.add_constructor("tag:yaml.org,2002:int", _Plain.whole)


class Called(NamedTuple):
    """An operation: where it is, and what is said of it."""

    path: str
    method: str
    item: Schema
    node: Schema

    @property
    def plain(self) -> str:
        """The path without what stands behind it."""
        return urlsplit(self.path).path

    @property
    def query(self) -> list[tuple[str, str]]:
        """The pairs that go with every call."""
        return parse_qsl(urlsplit(self.path).query, keep_blank_values=True)


class Document:
    """A specification, its references and its validators."""

    def __init__(self, content: Schema) -> None:
        self.content = content
        self._old = content["openapi"].startswith("3.0")
        whole = {key: content.get(key) for key in ("components", "paths") if content.get(key)}
        self._registry = jsonschema_rs.Registry([(_WHOLE, self._strict(whole))])
        self._validators: dict[str, Any] = {}

    def prefix(self, call: Called) -> str:
        """Return the path that the first server of an operation begins with."""
        stated = (node.get("servers") for node in (call.node, call.item, self.content))
        server: Schema = next(filter(None, stated), [{"url": ""}])[0]
        url = str(server["url"])
        for name, variable in server.get("variables", {}).items():
            url = url.replace(f"{{{name}}}", str(variable["default"]))
        return urlsplit(url).path.rstrip("/")

    def calls(self) -> Iterator[Called]:
        """Return all operations."""
        for path, stated in (self.content.get("paths") or {}).items():
            item = self.resolve(stated)
            for method in METHODS:
                if method in item:
                    yield Called(path, method, item, item[method])

    def resolve(self, node: Any) -> Any:
        """Follow references; what stands beside one stays in force."""
        while isinstance(node, dict) and "$ref" in node:
            beside = {key: value for key, value in node.items() if key != "$ref"}
            found = self.content
            for step in node["$ref"].removeprefix("#/").split("/"):
                key = unquote(step).replace("~1", "/").replace("~0", "~")
                found = found[int(key)] if isinstance(found, list) else found[key]
            node = {**found, **beside} if isinstance(found, dict) else found
        return node

    def kinds(self, schema: Any, deepest: int = 20) -> set[str]:
        """Return the types that a value may have, "any" where nothing is said of them."""
        found = self.resolve(schema)
        if not isinstance(found, dict) or not deepest:
            return {"any"}
        stated = found.get("type", "object" if "properties" in found else [])
        parts = [part for key in ("oneOf", "anyOf", "allOf") for part in found.get(key, ())]
        below = [self.kinds(part, deepest - 1) for part in parts]
        said = {stated} if isinstance(stated, str) else set(stated)
        return said.union(*below) or {"any"}

    def parameters(self, call: Called) -> list[Schema]:
        """Return the parameters of an operation, with those of its path."""
        listed = [*call.item.get("parameters", ()), *call.node.get("parameters", ())]
        found = [self.resolve(parameter) for parameter in listed]
        return list(
            {(parameter["name"], parameter["in"]): parameter for parameter in found}.values()
        )

    def answer(self, call: Called) -> tuple[int, str, Schema] | None:
        """Return status, media type and schema of a success with JSON; None where there is none."""
        for status, stated in call.node.get("responses", {}).items():
            if str(status).startswith("x-") or str(status) in ("204", "205"):
                continue
            content = self.resolve(stated).get("content") or {}
            if str(status).startswith("2") or (status == "default" and not _succeeds(call.node)):
                for media, content_object in content.items():
                    if _is_json(media) or media == "*/*":
                        code = int(status) if str(status).isdecimal() else 200
                        return code, media, content_object.get("schema", {})
        return None

    def errors(self, schema: Schema, value: Any) -> list[str]:
        """Return how a value differs from a schema."""
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            self._validators[key] = jsonschema_rs.Draft202012Validator(
                self._strict(schema), registry=self._registry
            )
        found = self._validators[key].iter_errors(value)
        return [
            f"{'/'.join(map(str, error.instance_path))}: {error.message}"[:200] for error in found
        ]

    def _strict(self, schema: Any) -> Any:
        return _translated(schema, self._old)


def _is_json(media: str) -> bool:
    """Whether a media type is that of one JSON text, and not of a stream of them."""
    plain = media.partition(";")[0].strip().lower()
    return plain.endswith(("/json", "+json")) and plain != "application/stream+json"


def _succeeds(node: Schema) -> bool:
    return any(str(status).startswith("2") for status in node.get("responses", {}))


def read(path: Path) -> Document:
    """Read a file."""
    text = path.read_text("utf-8")
    content = json.loads(text) if path.suffix == ".json" else yaml.load(text, _Plain)
    content = _pointed(_named(content))
    content["paths"] = {
        key: {**item}
        for key, item in (content.get("paths") or {}).items()
        if not key.startswith("x-")
    }
    return Document(content)


def _named(node: Any) -> Any:
    """Make texts of keys that YAML takes for numbers."""
    if isinstance(node, dict):
        return {str(key): _named(value) for key, value in node.items()}
    return [_named(item) for item in node] if isinstance(node, list) else node


def _pointed(content: Any) -> Any:
    """Write references by anchor, and recursive ones, as references by pointer."""
    anchors: dict[str, str] = {}
    waiting, nodes = [(content, "#", "#")], []
    while waiting:
        node, at, around = waiting.pop()
        if isinstance(node, dict):
            for key in ("$anchor", "$dynamicAnchor"):
                anchors.setdefault(str(node.get(key)), at)
            around = at if node.get("$recursiveAnchor") is True else around
            nodes.append((node, around))
        for key, child in _entries(node):
            step = str(key).replace("~", "~0").replace("/", "~1").replace("%", "%25")
            waiting.append((child, f"{at}/{step}", around))
    for node, around in nodes:
        for key in ("$ref", "$dynamicRef"):
            if isinstance(ref := node.get(key), str) and ref.removeprefix("#") in anchors:
                del node[key]
                node["$ref"] = anchors[ref.removeprefix("#")]
        if node.pop("$recursiveRef", None) == "#":
            node["$ref"] = around
    return content


def _entries(node: Any) -> list[tuple[Any, Any]]:
    if isinstance(node, dict):
        return list(node.items())
    return list(enumerate(node)) if isinstance(node, list) else []


def _mend_bounds(schema: Schema) -> None:
    """Return strict bounds as numbers, which some do not even in 3.1."""
    for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(key), bool):
            strictly = schema.pop(key)
            if strictly and bound in schema:
                schema[key] = schema.pop(bound)


def _translated(node: Any, old: bool) -> Any:
    """Return a schema of OpenAPI 3.0 as JSON Schema 2020-12; references find the whole."""
    if isinstance(node, list):
        return [_translated(item, old) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        beside = {} if old else {k: _translated(v, old) for k, v in node.items() if k != "$ref"}
        return {"$ref": f"{_WHOLE}{node['$ref']}", **beside}
    left_out = ("example", "examples", "format", "discriminator")
    found = {
        key: {name: _translated(named, old) for name, named in value.items()}
        if key in _MAPS and isinstance(value, dict)
        else _translated(value, old)
        for key, value in node.items()
        if key not in left_out
    }
    if found.get("required") is True:
        del found["required"]
    if _HUGE.search(str(found.get("pattern", ""))):
        del found["pattern"]
    if isinstance(
        found.get("oneOf"), list
    ):  # which one it is, a discriminator says beside the schema
        found["anyOf"] = [*found.pop("oneOf"), *found.get("anyOf", ())]
    _mend_bounds(found)
    if not old:
        return found
    if found.pop("nullable", False) is True:
        if "enum" in found and None not in found["enum"]:
            found["enum"] = [*found["enum"], None]
        return {"anyOf": [{"type": "null"}, found]}
    return found
