"""A specification as the pages of one language read it: texts, nodes and links to its lines."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..ir import Operation, Parameter, Schema
from ..openapi.index import MOST_PARTS
from ..openapi.pointer import JsonObject, format_pointer, parse_pointer
from ..openapi.source import Source
from .strings import Language

__all__ = ["LocalizedSpec"]


@dataclass(frozen=True, slots=True)
class LocalizedSpec:
    """A specification in one language; `folder` is where its pages are to be written."""

    source: Source
    language: Language
    folder: Path

    def say(self, label: str, **values: object) -> str:
        """Return one of the pages' own texts."""
        return self.language.labels[label].format(**values)

    def text(self, pointer: str, key: str = "description", default: str = "") -> str:
        """Return a text of the contract in this language, else in English, else the default."""
        node = self.node(pointer)
        english = str(node.get(key) or default).strip()
        return self.source.translations.get(english, english) if self.language.folder else english

    def line(self, pointer: str) -> str:
        """Return a link to the line of a node; nothing where the document has no such node."""
        location = self.source.locate(self.followed(pointer, at_end=False))
        if location.line is None:
            return ""
        path = os.path.relpath(location.path.resolve(), self.folder.resolve())
        return f"[{location.line}]({PurePosixPath(path)}#L{location.line})"

    def node(self, pointer: str) -> JsonObject:
        """Return the node at a pointer, references followed; an empty one where there is none."""
        node: Any = self._at(pointer)
        siblings: JsonObject = {}
        while isinstance(node, dict) and "$ref" in node:
            siblings = {key: value for key, value in node.items() if key != "$ref"} | siblings
            node = self._at(str(node["$ref"]).removeprefix("#"))
        return {**node, **siblings} if isinstance(node, dict) else siblings

    def followed(self, pointer: str, *, at_end: bool = True) -> str:
        """Return the pointer of a node without references on its way, or at its end."""
        parts, followed = list(parse_pointer(pointer)), ""
        while parts:
            followed += format_pointer([parts.pop(0)])
            node = self._plain(followed)
            if (parts or at_end) and isinstance(node, dict) and isinstance(node.get("$ref"), str):
                parts, followed = [*parse_pointer(node["$ref"].removeprefix("#")), *parts], ""
        return followed

    def parameter(self, operation: Operation, parameter: Parameter) -> str:
        """Return the pointer of a parameter, references followed."""
        path_item = operation.pointer.rpartition("/")[0]
        for pointer in (*self._listed(operation.pointer), *self._listed(path_item)):
            node = self.node(pointer)
            if (node.get("name"), node.get("in")) == (parameter.wire_name, parameter.location):
                return pointer
        return f"{operation.pointer}/parameters/-"

    def schema(self, schema: Schema) -> str:
        """Return the pointer of a named schema."""
        return f"/components/schemas/{schema.name}"

    def example(self, pointer: str) -> str:
        """Return the first example of a property; nothing for a part of a larger one."""
        examples = self.node(pointer).get("examples", [])
        return str(examples[0]) if examples and not isinstance(examples[0], dict | list) else ""

    def properties(self, schema: str) -> dict[str, str]:
        """Return the pointers of the properties of a schema and of all that it combines by allOf."""
        return {
            wire: f"{part}/properties{format_pointer([wire])}"
            for part in self._parts(schema)
            for wire in self.node(part).get("properties", {})
        }

    def required(self, schema: str) -> set[str]:
        """Return the names of the required properties of a schema, by the same rule."""
        return {
            name for part in self._parts(schema) for name in self.node(part).get("required", ())
        }

    def _parts(self, schema: str) -> list[str]:
        """Return the pointers of a schema and of those that it combines by allOf, followed."""
        parts: list[str] = []
        waiting = [schema]
        while waiting and len(parts) < MOST_PARTS:
            pointer = self.followed(waiting.pop(0))
            if pointer not in parts:
                parts.append(pointer)
                count = len(self.node(pointer).get("allOf", ()))
                waiting += [f"{pointer}/allOf/{index}" for index in range(count)]
        return parts

    def _listed(self, owner: str) -> Iterator[str]:
        for index in range(len(self.node(owner).get("parameters", []))):
            yield self.followed(f"{owner}/parameters/{index}")

    def _at(self, pointer: str) -> Any:
        """Return the value at a pointer, references on the way followed; None where there is none."""
        return self._plain(self.followed(pointer, at_end=False))

    def _plain(self, pointer: str) -> Any:
        """Return the value at a pointer without following references."""
        value: Any = self.source.document
        for part in parse_pointer(pointer):
            if isinstance(value, dict) and part in value:
                value = value[part]
            elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
                value = value[int(part)]
            else:
                return None
        return value
