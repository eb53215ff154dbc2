"""Lines of the specification: where it states what a clause checks."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..program import SPECIFICATION_FOLDER
from ..specification import SPECIFICATION, file_of, load_nodes
from .causes import Cause

__all__ = ["ContractLines"]

_SIGNATURE_TOPICS = ("signature", "nonce", "date", "key", "credentials", "authentication")
_SECTIONS = {"permission": "x-ram", "pages": "x-pagination", "order": "x-pagination"}
_DEEPEST = 12


class ContractLines:
    """The specification as nodes with their files and lines."""

    def __init__(self, path: Path = SPECIFICATION) -> None:
        self._path = path

    def locate(self, clause: str, cause: Cause) -> str:
        """Return file and line of what a failed clause checks, the nearest one that is known."""
        operation, _, rest = clause.partition("/")
        node = (
            self._of_code(cause.codes)
            or self._of_property(operation, cause.property)
            or self._of_topic(operation, rest.split("/"))
            or self._root
        )
        return f"{SPECIFICATION_FOLDER}/{file_of(node)}:{node.start_mark.line + 1}"

    @cached_property
    def _files(self) -> dict[str, MappingNode]:
        return {found.file: found.node for found in load_nodes(self._path)}

    @property
    def _root(self) -> MappingNode:
        return self._files[self._path.name]

    @cached_property
    def _operations(self) -> dict[str, MappingNode]:
        return {
            name.value: node
            for _, path in _pairs(_get(self._root, "paths"))
            for _, node in _pairs(self._resolved(path))
            if isinstance(node, MappingNode)
            and isinstance(name := _get(node, "operationId"), ScalarNode)
        }

    def _of_code(self, codes: tuple[str, ...]) -> Node | None:
        for code in codes:
            if node := self._rules.get(code):
                return node
            for word in ("Missing", "Invalid"):
                if code.startswith(word):
                    return self._rules.get(f"{word}{{Parameter}}")
        return None

    @cached_property
    def _rules(self) -> dict[str, Node]:
        """The rules of error codes."""
        rules = _get(self._root, "x-errors")
        return {
            code.value: rule
            for rule in (rules.value if isinstance(rules, SequenceNode) else ())
            if isinstance(code := _get(rule, "code"), ScalarNode)
        }

    def _of_property(self, operation: str, name: str) -> Node | None:
        responses = _get(self._operations.get(operation), "responses") if name else None
        return next(self._properties(responses, name, 0), None)

    def _properties(self, node: Node | None, name: str, depth: int) -> Iterator[Node]:
        """Yield the names of the properties of a name in schemas that a node leads to."""
        node = self._resolved(node)
        if depth > _DEEPEST:
            return
        for key, _ in _pairs(_get(node, "properties")):
            if key.value == name:
                yield key
        children = node.value if isinstance(node, SequenceNode) else [v for _, v in _pairs(node)]
        for child in children:
            yield from self._properties(child, name, depth + 1)

    def _of_topic(self, operation: str, parts: list[str]) -> Node | None:
        if parts[0] in _SIGNATURE_TOPICS:
            schemes = _get(_get(self._root, "components"), "securitySchemes")
            found = (_key(node, "x-signature") for _, node in _pairs(schemes))
            return next(filter(None, found), None)
        stated = self._operations.get(operation)
        for parameter in getattr(_get(stated, "parameters"), "value", ()):
            node = self._resolved(parameter)
            if getattr(_get(node, "name"), "value", "") == parts[0]:
                return node
        section = _SECTIONS.get(parts[0], "operationId")
        return _key(stated, section) or _key(stated, "operationId")

    def _resolved(self, node: Node | None) -> Node | None:
        """Follow a reference, perhaps into another file."""
        reference = _get(node, "$ref")
        while isinstance(reference, ScalarNode):
            file, _, pointer = reference.value.partition("#/")
            node = self._files[file or file_of(reference)]
            for step in pointer.split("/"):
                node = _get(node, step.replace("~1", "/").replace("~0", "~"))
            reference = _get(node, "$ref")
        return node


def _pairs(node: Node | None) -> list[tuple[ScalarNode, Node]]:
    return node.value if isinstance(node, MappingNode) else []


def _get(node: Node | None, key: str) -> Node | None:
    return next((value for name, value in _pairs(node) if name.value == key), None)


def _key(node: Node | None, key: str) -> ScalarNode | None:
    return next((name for name, _ in _pairs(node) if name.value == key), None)
