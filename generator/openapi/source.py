"""A specification as plain values that know the file, line and pointer they were read from.

A specification is untrusted. This module lets through a tree of limited size and depth, made of
the types of JSON, in which no key is repeated and no text has a control character. Whether the
tree is a valid OpenAPI document is up to the rules.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..diagnostics import Diagnostic, SpecificationError, quote, shown
from .pointer import Pointer, PointerParts, format_pointer, parse_pointer
from .yaml import UNREADABLE, code, compose, is_one_line, position_of, refuse
from .yaml_values import Value, build_value

__all__ = [
    "MAX_BYTES",
    "Location",
    "NodeTree",
    "Origin",
    "Source",
    "SourceFile",
    "Value",
    "hash_contract",
    "load",
    "read_file",
    "read_text",
]

MAX_BYTES: Final = 64 * 1024 * 1024

_VERSION: Final = re.compile(r"3\.[012]\.\d+\Z")


class Location(NamedTuple):
    """The file, line and pointer at which the author wrote a value.

    There is no line where there is no such value.
    """

    path: Path
    line: int | None
    pointer: PointerParts
    is_one_line: bool

    def beside(self, other: Location) -> str:
        """Write this location for a message about another one."""
        file = "" if self.path == other.path else f" of {shown(self.path)}"
        if self.is_one_line or self.line is None:
            return f"at #{format_pointer(self.pointer)}{file}"
        return f"on line {self.line}{file}"


class NodeTree:
    """The YAML nodes of one file, with an index of each node's children."""

    def __init__(self, path: Path, *, is_one_line: bool) -> None:
        self.path = path
        self.is_one_line = is_one_line
        self._children: dict[int, dict[str, tuple[int, Node]]] = {}

    def children(self, node: Node) -> dict[str, tuple[int, Node]]:
        """Return the nodes in a mapping or a list, each with the line of its key."""
        children = self._children.get(id(node))
        if children is None:
            children = self._children[id(node)] = _children(node)
        return children


class Origin(NamedTuple):
    """The node of a file that a part of a document was read from; None in a file of plain text."""

    tree: NodeTree
    pointer: PointerParts
    node: Node | None
    line: int | None

    def below(self, parts: PointerParts) -> Origin:
        """Return the origin of a value below this one."""
        node, line = self.node, self.line
        for part in parts:
            child = self.tree.children(node).get(part) if node else None
            line, node = child or (None, None)
        return self._replace(pointer=(*self.pointer, *parts), node=node, line=line)

    @property
    def location(self) -> Location:
        """The file, line and pointer of the node."""
        return Location(self.tree.path, self.line, self.pointer, self.tree.is_one_line)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: its value, and where that came from."""

    value: Value
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A document, the files it was read from, and the origin of each of its values.

    `imported` holds the origins of what other files than the first contributed, by pointer;
    `translations` the Chinese of its texts, by the English, where it has a catalogue.
    """

    path: Path
    document: dict[str, Value]
    files: tuple[Path, ...]
    origin: Origin = field(repr=False)
    imported: Mapping[PointerParts, Origin] = field(default_factory=dict, repr=False)
    translations: Mapping[str, str] = field(default_factory=dict, repr=False)

    def locate(self, pointer: Pointer) -> Location:
        """Return where the author wrote the value at a pointer; its line is that of its key."""
        return self._origin_of(pointer).location

    def written(self, pointer: Pointer, default: str) -> str:
        """Return a text as its author wrote it, before bundling changed it."""
        node = self._origin_of(pointer).node
        return str(node.value) if isinstance(node, ScalarNode) else default

    def line(self, pointer: Pointer) -> int | None:
        """Return the line of a value in its file; None where there is no value."""
        return self.locate(pointer).line

    def cross_reference(self, pointer: Pointer, beside: Pointer) -> str:
        """Write where a value is, for a diagnostic about another value: `on line 3 of pets.yaml`."""
        return self.locate(pointer).beside(self.locate(beside))

    def diagnostic(
        self, pointer: Pointer, message: str, remedy: str, subject: str | None = None
    ) -> Diagnostic:
        """Build a diagnostic about the value at a pointer."""
        path, line, parts, is_one_line = self.locate(pointer)
        shown_line = None if is_one_line else line
        return Diagnostic(shown(path), shown_line, format_pointer(parts), subject, message, remedy)

    def _origin_of(self, pointer: Pointer) -> Origin:
        parts = parse_pointer(pointer)
        for length in range(len(parts), 0, -1) if self.imported else ():
            if origin := self.imported.get(parts[:length]):
                return origin.below(parts[length:])
        return self.origin.below(parts)


def hash_contract(specification: Sequence[Path]) -> str:
    """Return the SHA-256 of all files of a specification, in order."""
    digest = hashlib.sha256()
    for path in specification:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def load(path: Path) -> Source:
    """Read a specification; raise SpecificationError with every fault that makes it unreadable."""
    file = read_file(path)
    if not isinstance(file.value, dict):
        remedy = "begin with a line such as openapi: 3.1.0"
        raise SpecificationError(
            [Diagnostic(shown(path), 1, "", None, "the file is not a mapping", remedy)]
        )
    source = Source(path, file.value, (path,), file.origin)
    if fault := _version_fault(source):
        raise SpecificationError([source.diagnostic(*fault)])
    return source


def read_file(path: Path) -> SourceFile:
    """Read a YAML or JSON file of a specification; raise SpecificationError as `load` does."""
    text = _read(path)
    root = compose(path, text)
    tree = NodeTree(path, is_one_line=is_one_line(text))
    value, diagnostics = build_value(path, root, is_one_line=tree.is_one_line)
    if diagnostics:
        raise SpecificationError(diagnostics)
    return SourceFile(value, Origin(tree, (), root, root.start_mark.line + 1))


def read_text(path: Path) -> SourceFile:
    """Read a text that a specification refers to, such as a description; blank out what is invisible."""
    text = _read(path).replace("\r\n", "\n")
    value = "".join(c if c.isprintable() or c in "\t\n" else " " for c in text)
    return SourceFile(value, Origin(NodeTree(path, is_one_line=False), (), None, 1))


def _children(node: Node) -> dict[str, tuple[int, Node]]:
    if isinstance(node, MappingNode):
        return {key.value: (key.start_mark.line + 1, value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return {str(i): (item.start_mark.line + 1, item) for i, item in enumerate(node.value)}
    return {}


def _read(path: Path) -> str:
    try:
        if not path.is_file():
            message = "this is not a file" if path.exists() else "the file does not exist"
            refuse(path, message, "name the file that holds the specification")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        refuse(path, f"the file cannot be read: {error.strerror}", "make it readable")
    if len(content) > MAX_BYTES:
        refuse(path, f"the file is larger than {MAX_BYTES >> 20} MiB", "split it up")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = content.decode("utf-8-sig", "replace")
        position = position_of(text, len(content[: error.start].decode("utf-8-sig")))
        refuse(path, "the file is not UTF-8", "save the file in that encoding", position)
    if bad := UNREADABLE.search(text):
        message = f"the file holds the control character {code(bad[0])}"
        refuse(path, message, "remove it", position_of(text, bad.start()))
    return text


def _version_fault(source: Source) -> tuple[PointerParts, str, str] | None:
    """Return pointer, message and remedy where a document is not OpenAPI 3.0, 3.1 or 3.2."""
    version = source.document.get("openapi")
    if isinstance(version, str) and _VERSION.match(version):
        return None
    if "swagger" in source.document:
        return ("swagger",), "the file is Swagger 2", "convert it to OpenAPI 3.1 first"
    if version is None:
        return (), "the file does not say its version", "add a line such as openapi: 3.1.0"
    if str(version) in ("3.0", "3.1", "3.2"):
        return ("openapi",), f"openapi is {version}", f"write the version in full, as {version}.0"
    message = f"openapi is {quote(str(version))}, none of 3.0, 3.1 and 3.2"
    return ("openapi",), message, "write it as OpenAPI 3.1"
