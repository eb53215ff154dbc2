"""Lines of the specification: where it states what a clause checks."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..contract import SPECIFICATION
from ..program import SPECIFICATION_NAME
from .causes import Cause

__all__ = ["ContractLines"]

_SIGNATURE_TOPICS = ("signature", "nonce", "date", "key", "credentials", "authentication")
_SECTIONS = {"permission": "x-ram", "pages": "x-pagination", "order": "x-pagination"}
_DEEPEST = 12


class ContractLines:
    """The specification as nodes with lines."""

    def __init__(self, path: Path = SPECIFICATION) -> None:
        self._path = path

    def locate(self, clause: str, cause: Cause) -> str:
        """Return file and line of what a failed clause checks, the nearest one that is known."""
        operation, _, rest = clause.partition("/")
        line = (
            self._of_code(cause.codes)
            or self._of_property(operation, cause.property)
            or self._of_topic(operation, rest.split("/"))
            or 1
        )
        return f"{SPECIFICATION_NAME}:{line}"

    @cached_property
    def _root(self) -> MappingNode:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        root = yaml.compose(self._path.read_text("utf-8"), loader)
        assert isinstance(root, MappingNode)
        return root

    @cached_property
    def _operations(self) -> dict[str, MappingNode]:
        return {
            name.value: node
            for _, path in _pairs(_get(self._root, "paths"))
            for _, node in _pairs(path)
            if isinstance(node, MappingNode)
            and isinstance(name := _get(node, "operationId"), ScalarNode)
        }

    def _of_code(self, codes: tuple[str, ...]) -> int:
        for code in codes:
            if line := self._rules.get(code):
                return line
            for word in ("Missing", "Invalid"):
                if code.startswith(word):
                    return self._rules.get(f"{word}{{Parameter}}", 0)
        return 0

    @cached_property
    def _rules(self) -> dict[str, int]:
        """The lines of error codes."""
        rules = _get(self._root, "x-errors")
        return {
            code.value: rule.start_mark.line + 1
            for rule in (rules.value if isinstance(rules, SequenceNode) else ())
            if isinstance(code := _get(rule, "code"), ScalarNode)
        }

    def _of_property(self, operation: str, name: str) -> int:
        responses = _get(self._operations.get(operation), "responses") if name else None
        return next(self._properties(responses, name, 0), 0)

    def _properties(self, node: Node | None, name: str, depth: int) -> Iterator[int]:
        """Yield the lines of the properties of a name in schemas that a node leads to."""
        node = self._resolved(node)
        if depth > _DEEPEST:
            return
        for key, _ in _pairs(_get(node, "properties")):
            if key.value == name:
                yield key.start_mark.line + 1
        children = node.value if isinstance(node, SequenceNode) else [v for _, v in _pairs(node)]
        for child in children:
            yield from self._properties(child, name, depth + 1)

    def _of_topic(self, operation: str, parts: list[str]) -> int:
        if parts[0] in _SIGNATURE_TOPICS:
            schemes = _get(_get(self._root, "components"), "securitySchemes")
            return next(
                (line for _, node in _pairs(schemes) if (line := _line(node, "x-signature"))), 0
            )
        stated = self._operations.get(operation)
        for parameter in getattr(_get(stated, "parameters"), "value", ()):
            node = self._resolved(parameter)
            if getattr(_get(node, "name"), "value", "") == parts[0]:
                return int(node.start_mark.line) + 1 if node else 0
        section = _SECTIONS.get(parts[0], "operationId")
        return _line(stated, section) or _line(stated, "operationId")

    def _resolved(self, node: Node | None) -> Node | None:
        reference = _get(node, "$ref")
        while isinstance(reference, ScalarNode):
            node = self._root
            for step in reference.value.removeprefix("#/").split("/"):
                node = _get(node, step.replace("~1", "/").replace("~0", "~"))
            reference = _get(node, "$ref")
        return node


def _pairs(node: Node | None) -> list[tuple[ScalarNode, Node]]:
    return node.value if isinstance(node, MappingNode) else []


def _get(node: Node | None, key: str) -> Node | None:
    return next((value for name, value in _pairs(node) if name.value == key), None)


def _line(node: Node | None, key: str) -> int:
    return next((name.start_mark.line + 1 for name, _ in _pairs(node) if name.value == key), 0)
