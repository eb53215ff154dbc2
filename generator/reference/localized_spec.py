"""What a page asks of the specification: a text in its language, and where something stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..ir import Operation, Parameter, Schema
from ..openapi.lookup import resolve
from ..openapi.source import Source, steps
from .strings import Language

__all__ = ["Reading", "speaks"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A specification as the pages of one language read it; `link` leads to its file."""

    source: Source
    language: Language
    link: str

    @property
    def document(self) -> dict[str, Any]:
        """The specification itself."""
        return self.source.document

    def say(self, label: str, **values: object) -> str:
        """Give one of the pages' own words."""
        return self.language.labels[label].format(**values)

    def text(self, pointer: str, key: str = "description") -> str:
        """Give a text of the contract in this language, else in English."""
        node = self.node(pointer)
        said = node.get(self.language.extension, {})
        return str(said.get(key) or node.get(key, "")).strip()

    def line(self, pointer: str) -> str:
        """Link to the line on which something stands."""
        number = self.source.line(pointer)
        return f"[{number}]({self.link}#L{number})"

    def node(self, pointer: str) -> dict[str, Any]:
        """Give what stands at a pointer, references followed."""
        return resolve(self.document, self._at(pointer))

    def followed(self, pointer: str) -> str:
        """Give the pointer of what is meant, where a reference stands."""
        while "$ref" in (found := self._at(pointer)):
            pointer = str(found["$ref"]).removeprefix("#")
        return pointer

    def parameter(self, operation: Operation, parameter: Parameter) -> str:
        """Give the pointer of a parameter, references followed."""
        parents = (operation.pointer.rpartition("/")[0], operation.pointer)
        for pointer in (found for parent in parents for found in self._listed(parent)):
            node = self.node(pointer)
            if (node["name"], node["in"]) == (parameter.wire, parameter.place):
                return pointer
        raise KeyError(parameter.wire)

    def schema(self, schema: Schema) -> str:
        """Give the pointer of a named schema."""
        return f"/components/schemas/{schema.name}"

    def example(self, pointer: str) -> str:
        """Give the first example of a property; nothing for a part of a larger one."""
        examples = self.node(pointer).get("examples", [])
        return str(examples[0]) if examples and not isinstance(examples[0], dict | list) else ""

    def _listed(self, parent: str) -> Iterator[str]:
        node = self._at(parent)
        for index in range(len(node.get("parameters", []))):
            yield self.followed(f"{parent}/parameters/{index}")

    def _at(self, pointer: str) -> dict[str, Any]:
        found: Any = self.document
        for step in steps(pointer):
            found = found[int(step)] if isinstance(found, list) else found[step]
        return dict(found)


def speaks(node: Any, extension: str) -> bool:
    """Tell whether a document carries a language anywhere."""
    if isinstance(node, list):
        return any(speaks(one, extension) for one in node)
    return isinstance(node, dict) and (
        extension in node or any(speaks(one, extension) for one in node.values())
    )
