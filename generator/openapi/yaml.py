"""Parser of YAML 1.2 and JSON: text to nodes that know their lines.

PyYAML's parser reads the text. The rest of PyYAML follows YAML 1.1, builds Python objects and takes
the last of two equal keys, so this module resolves tags, by the core schema, and `yaml_values` builds
the values.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

from yaml import CSafeLoader
from yaml.error import MarkedYAMLError
from yaml.nodes import Node

from ..diagnostics import Diagnostic, SpecificationError, shown

__all__ = [
    "MAX_DEPTH",
    "MAX_VALUES",
    "PATTERNS",
    "TAG",
    "UNREADABLE",
    "Position",
    "code",
    "compose",
    "is_one_line",
    "position_of",
    "refuse",
]

MAX_DEPTH: Final = 100
MAX_VALUES: Final = 1_000_000

TAG: Final = "tag:yaml.org,2002:"
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
PATTERNS: Final = {TAG + name: pattern for name, pattern, _ in _CORE} | {
    TAG + "str": re.compile("")
}
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
    _Composer.add_implicit_resolver(TAG + _name, _pattern, _first)
