"""Builder of plain values from the nodes of a YAML or JSON document, with a diagnostic of each that has none."""

from __future__ import annotations

import copy
import math
import re
from pathlib import Path
from typing import Final, TypeAlias

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..diagnostics import Diagnostic, quote, shown
from .pointer import PointerParts, format_pointer
from .yaml import MAX_DEPTH, MAX_VALUES, PATTERNS, TAG, Position, code, refuse

__all__ = ["Value", "build_value"]

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"

_RADIX: Final = {"0o": 8, "0x": 16}
_CONTROL: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
_BAD_IN_TEXT: Final = re.compile(f"(?!\\r)[{_CONTROL}]")
# Ends of lines of other systems, where people read; a carriage return may be data elsewhere.
_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_READ_BY_PEOPLE: Final = {"title", "summary", "description"}
_BAD_IN_NAME: Final = re.compile(f"[{_CONTROL}\t\n]")


def build_value(path: Path, root: Node, *, is_one_line: bool) -> tuple[Value, list[Diagnostic]]:
    """Build the value of a document, and a diagnostic of each node that has none."""
    builder = _Builder(path, is_one_line=is_one_line)
    return builder.value(root, ()), builder.diagnostics


class _Builder:
    """Builds plain values from the nodes of one file, and collects diagnostics."""

    def __init__(self, path: Path, *, is_one_line: bool) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._path = path
        self._is_one_line = is_one_line
        self._json = path.suffix == ".json"
        self._count = 0
        self._open: set[int] = set()
        self._deepest = 0
        self._built: dict[int, tuple[Value, int, int]] = {}

    def value(self, node: Node, pointer: PointerParts) -> Value:
        """Build the value of a node; where it is wrong, None takes its place."""
        self._add(node, 1, len(pointer))
        if isinstance(node, ScalarNode):
            return self._scalar(node, pointer)
        if id(node) in self._open:
            return self._fault(
                node, pointer, "the value holds itself", "write out what the alias stands for"
            )
        if id(node) in self._built:
            value, size, height = self._built[id(node)]
            self._add(node, size, len(pointer) + height)
            return copy.deepcopy(value)
        count, deepest, self._deepest = self._count, self._deepest, len(pointer)
        self._open.add(id(node))
        value = self._collection(node, pointer)
        self._open.remove(id(node))
        self._built[id(node)] = value, self._count - count, self._deepest - len(pointer)
        self._deepest = max(deepest, self._deepest)
        return value

    def _collection(self, node: Node, pointer: PointerParts) -> Value:
        if isinstance(node, MappingNode) and node.tag == TAG + "map":
            return self._mapping(node, pointer)
        if isinstance(node, SequenceNode) and node.tag == TAG + "seq":
            return [self.value(item, (*pointer, str(i))) for i, item in enumerate(node.value)]
        return self._tagged(node, pointer)

    def _mapping(self, node: MappingNode, pointer: PointerParts) -> dict[str, Value]:
        result: dict[str, Value] = {}
        lines: dict[str, int] = {}
        for key, item in node.value:
            name = self._key(key, pointer)
            if name in lines:
                message = f"key {quote(name)} is also on line {lines[name]}"
                if self._is_one_line:
                    message = f"key {quote(name)} is repeated"
                self._fault(key, (*pointer, name), message, "keep one of the two")
            elif name is not None:
                lines[name] = key.start_mark.line + 1
                result[name] = self.value(item, (*pointer, name))
        return result

    def _key(self, node: Node, pointer: PointerParts) -> str | None:
        if not isinstance(node, ScalarNode) or node.tag not in PATTERNS or node.tag == TAG + "null":
            self._fault(node, pointer, "the key is not a name", "put a name before the colon")
            return None
        if node.value == "<<" and not node.style:
            message = 'key "<<" merges mappings, which YAML 1.2 does not do'
            self._fault(node, pointer, message, "write out the merged keys")
            return None
        if bad := _BAD_IN_NAME.search(node.value):
            message = f"key {quote(node.value)} holds the control character {code(bad[0])}"
            self._fault(node, pointer, message, "remove the character")
            return None
        self._scalar(node, pointer)
        return str(node.value)

    def _scalar(self, node: ScalarNode, pointer: PointerParts) -> Value:
        text: str = node.value
        pattern = PATTERNS.get(node.tag)
        if pattern is None or not pattern.match(text):
            return self._tagged(node, pointer)
        kind = node.tag.removeprefix(TAG)
        if kind == "str":
            return self._text(node, pointer)
        if kind == "null":
            return None
        if kind == "bool":
            return text[0] in "tT"
        return self._number(node, pointer, kind)

    def _text(self, node: ScalarNode, pointer: PointerParts) -> Value:
        if self._json and not node.style:
            return self._fault(
                node, pointer, f"{quote(node.value)} is not JSON", "put it in quotes"
            )
        text: str = node.value
        if pointer and pointer[-1] in _READ_BY_PEOPLE:
            text = _ENDS.sub("\n", text)
        if bad := _BAD_IN_TEXT.search(text):
            message = f"the text holds the control character {code(bad[0])}"
            return self._fault(node, pointer, message, "remove the character")
        return text

    def _tagged(self, node: Node, pointer: PointerParts) -> Value:
        tag = node.tag.replace(TAG, "!!")
        message = f"the tag {quote(tag)} does not go with the value"
        return self._fault(node, pointer, message, "leave the tag out")

    def _number(self, node: ScalarNode, pointer: PointerParts, kind: str) -> Value:
        text = node.value
        try:
            if kind == "int":
                return int(text[2:], _RADIX[text[:2]]) if text[:2] in _RADIX else int(text)
            number = float(text.replace(".inf", "inf").replace(".nan", "nan")) if text else 0.0
        except ValueError:
            return self._fault(
                node, pointer, f"{quote(text)} has too many digits", "shorten the number"
            )
        if not math.isfinite(number):
            return self._fault(
                node, pointer, f"{quote(text)} is not a finite number", "put a number here"
            )
        return number

    def _add(self, node: Node, size: int, depth: int) -> None:
        self._count += size
        self._deepest = max(self._deepest, depth)
        if self._count > MAX_VALUES or depth > MAX_DEPTH:
            limit = f"{MAX_DEPTH} levels" if depth > MAX_DEPTH else f"{MAX_VALUES:,} values"
            message = f"aliases make the specification hold more than {limit}"
            column = node.start_mark.column + 1 if self._is_one_line else None
            position = Position(node.start_mark.line + 1, column)
            refuse(self._path, message, "simplify or split the specification", position)

    def _fault(self, node: Node, pointer: PointerParts, message: str, remedy: str) -> Value:
        """Add a diagnostic of a node, and return None as its value."""
        line = None if self._is_one_line else node.start_mark.line + 1
        written, path = format_pointer(pointer), shown(self._path)
        self.diagnostics.append(Diagnostic(path, line, written, None, message, remedy))
        return None
