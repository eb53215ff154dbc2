"""Parser of YAML 1.2 and JSON: text to nodes that know their lines, nodes to plain values.

PyYAML's parser reads the text. The rest of PyYAML follows YAML 1.1, builds Python objects and takes
the last of two equal keys, so this module resolves tags and builds values itself, by the core schema.
"""

from __future__ import annotations

import copy
import math
import re
from pathlib import Path
from typing import Final, NamedTuple, NoReturn, TypeAlias

from yaml import CSafeLoader
from yaml.error import MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..diagnostics import Diagnostic, SpecificationError, quote, shown
from .pointer import PointerParts, format_pointer

__all__ = [
    "MAX_DEPTH",
    "MAX_VALUES",
    "UNREADABLE",
    "Position",
    "Value",
    "build_value",
    "code",
    "compose",
    "is_one_line",
    "position_of",
    "refuse",
]

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"

MAX_DEPTH: Final = 100
MAX_VALUES: Final = 1_000_000

_TAG: Final = "tag:yaml.org,2002:"
_NUMBER: Final = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
# The core schema of YAML 1.2, in the order in which it is tried, with the characters that begin it.
_CORE: Final = (
    ("null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""]),
    ("bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), list("tTfF")),
    ("int", re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z"), list("-+0123456789")),
    (
        "float",
        re.compile(rf"(?:{_NUMBER}|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"),
        list("-+.0123456789"),
    ),
)
_PATTERNS: Final = {_TAG + name: pattern for name, pattern, _ in _CORE} | {
    _TAG + "str": re.compile("")
}
_RADIX: Final = {"0o": 8, "0x": 16}
_CONTROL: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
_BAD_IN_TEXT: Final = re.compile(f"(?!\\r)[{_CONTROL}]")
# Ends of lines of other systems, where people read; a carriage return may be data elsewhere.
_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_READ_BY_PEOPLE: Final = {"title", "summary", "description"}
_BAD_IN_NAME: Final = re.compile(f"[{_CONTROL}\t\n]")
UNREADABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_JSON_PAIR: Final = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


class Position(NamedTuple):
    """A line of a text, and the column where the text is one line."""

    line: int | None = None
    column: int | None = None


def compose(path: Path, text: str) -> Node:
    """Parse a text that holds one document."""
    language = "JSON" if path.suffix == ".json" else "YAML"
    try:
        node = _Composer(_without_pairs(text)).get_single_node()
    except MarkedYAMLError as error:
        position = _error_position(text, error)
        if isinstance(error, _Limit):
            refuse(path, str(error.problem), "simplify or split the specification", position)
        if error.problem == "but found another document":
            message = "the file holds a second YAML document"
            refuse(path, message, "keep one in a file", position)
        reason = ", ".join(filter(None, (error.context, error.problem)))
        refuse(path, f"this is not {language}: {reason}", "mend the syntax here", position)
    if node is None:
        refuse(path, "the file is empty", "begin with a line such as openapi: 3.1.0")
    return node


def refuse(path: Path, message: str, remedy: str, position: Position | None = None) -> NoReturn:
    """Raise SpecificationError for a file of which nothing more can be read."""
    line, column = position or Position()
    raise SpecificationError([Diagnostic(shown(path), line, "", None, message, remedy, column)])


def is_one_line(text: str) -> bool:
    """Whether all of a document is on one line, as minified JSON is."""
    return text.lstrip()[:1] in ("{", "[") and "\n" not in text.strip()


def position_of(text: str, offset: int) -> Position:
    """Return the position of a character."""
    line_start = text.rfind("\n", 0, offset) + 1
    column = offset - line_start + 1 if is_one_line(text) else None
    return Position(text.count("\n", 0, offset) + 1, column)


def _error_position(text: str, error: MarkedYAMLError) -> Position:
    """Return the position that the parser names, on the last line where it is behind the end."""
    mark = error.problem_mark
    if mark is None:
        return Position()
    last = text.count("\n") + (not text.endswith("\n"))
    return Position(min(mark.line + 1, last), mark.column + 1 if is_one_line(text) else None)


def _without_pairs(text: str) -> str:
    """Join the pairs of surrogates by which JSON, but not YAML, writes some characters."""
    return _JSON_PAIR.sub(_joined, text) if text.lstrip().startswith("{") else text


def _joined(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[0]
    high, low = int(escape[1], 16), int(escape[2], 16)
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + low - 0xDC00:08x}"


def code(character: str) -> str:
    """Write a character that cannot be shown."""
    return f"U+{ord(character):04X}"


class _Limit(MarkedYAMLError):
    """More than this module is willing to hold."""


class _Composer(CSafeLoader):
    """Builds the nodes of one document, and stops at the first that is too many or too deep."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  PyYAML's own way to leave YAML 1.1 behind

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = self._count = 0

    def descend_resolver(self, current_node: Node | None, current_index: object) -> None:
        """Count a node; the parser calls this before it reads one."""
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH or self._count > MAX_VALUES:
            limit = f"{MAX_DEPTH} levels" if self._depth > MAX_DEPTH else f"{MAX_VALUES:,} values"
            mark = current_node.start_mark if current_node else None
            raise _Limit(problem=f"the file holds more than {limit}", problem_mark=mark)

    def ascend_resolver(self) -> None:
        """Leave a node; the parser calls this after it has read one."""
        self._depth -= 1


for _name, _pattern, _first in _CORE:
    _Composer.add_implicit_resolver(_TAG + _name, _pattern, _first)


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
        if isinstance(node, MappingNode) and node.tag == _TAG + "map":
            return self._mapping(node, pointer)
        if isinstance(node, SequenceNode) and node.tag == _TAG + "seq":
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
        if (
            not isinstance(node, ScalarNode)
            or node.tag not in _PATTERNS
            or node.tag == _TAG + "null"
        ):
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
        pattern = _PATTERNS.get(node.tag)
        if pattern is None or not pattern.match(text):
            return self._tagged(node, pointer)
        kind = node.tag.removeprefix(_TAG)
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
        tag = node.tag.replace(_TAG, "!!")
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
