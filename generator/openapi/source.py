"""Reading a specification: one YAML 1.2 or JSON file becomes plain values that know their lines.

A specification is untrusted. What this module lets through is a tree of limited size and depth,
made of the types of JSON, in which no key stands twice and no text carries a control character.
Whether the tree says anything sensible is for the rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from yaml.nodes import MappingNode, Node, SequenceNode

from ..diagnostics import Problem, SpecificationError, quote, shown
from .yaml import UNREADABLE, Tree, Value, code, compose, refuse

__all__ = ["MAX_BYTES", "Pointer", "Source", "Value", "load", "read_prose", "read_tree", "steps"]

Pointer: TypeAlias = str | Sequence[str | int]

MAX_BYTES: Final = 64 * 1024 * 1024

_VERSION: Final = re.compile(r"3\.[01]\.\d+\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A specification as it was read, which tells the line of each of its values."""

    path: Path
    document: dict[str, Value]
    files: tuple[Path, ...]
    _root: Node = field(repr=False)
    _children: dict[int, dict[str, tuple[int, Node]]] = field(default_factory=dict, repr=False)

    def line(self, pointer: Pointer) -> int | None:
        """Tell the line on which the value begins, with its key; None where there is no value."""
        node, line = self._root, self._root.start_mark.line + 1
        for step in steps(pointer):
            found = self._below(node).get(step)
            if found is None:
                return None
            line, node = found
        return line

    def problem(
        self, pointer: Pointer, what: str, remedy: str, subject: str | None = None
    ) -> Problem:
        """Say what is wrong at a place of this specification."""
        written = "".join("/" + s.replace("~", "~0").replace("/", "~1") for s in steps(pointer))
        return Problem(shown(self.path), self.line(pointer), written, subject, what, remedy)

    def _below(self, node: Node) -> dict[str, tuple[int, Node]]:
        known = self._children.get(id(node))
        if known is None:
            known = self._children[id(node)] = _entries(node)
        return known


def steps(pointer: Pointer) -> tuple[str, ...]:
    """Split a JSON pointer; one that is split already stays as it is."""
    if isinstance(pointer, str):
        return tuple(s.replace("~1", "/").replace("~0", "~") for s in pointer.split("/")[1:])
    return tuple(map(str, pointer))


def load(path: Path) -> Source:
    """Read a specification, or raise SpecificationError with all that makes it unreadable."""
    text = _read(path)
    root = compose(path, text)
    tree = Tree(path)
    document = tree.value(root, ())
    if not tree.problems and isinstance(document, dict):
        source = Source(path, document, (path,), root)
        tree.problems.extend(_unsupported(source))
    if tree.problems or not isinstance(document, dict):
        raise SpecificationError(tree.problems or [_not_a_mapping(path)])
    return source


def read_tree(path: Path) -> Value:
    """Read a file that a specification refers to; raise SpecificationError as `load` does."""
    tree = Tree(path)
    found = tree.value(compose(path, _read(path)), ())
    if tree.problems:
        raise SpecificationError(tree.problems)
    return found


def read_prose(path: Path) -> str:
    """Read a text that a specification refers to, such as a description; what cannot be seen is a blank."""
    text = _read(path).replace("\r\n", "\n")
    return "".join(c if c.isprintable() or c in "\t\n" else " " for c in text)


def _entries(node: Node) -> dict[str, tuple[int, Node]]:
    if isinstance(node, MappingNode):
        return {key.value: (key.start_mark.line + 1, value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return {str(i): (item.start_mark.line + 1, item) for i, item in enumerate(node.value)}
    return {}


def _not_a_mapping(path: Path) -> Problem:
    remedy = "begin with a line such as openapi: 3.1.0"
    return Problem(shown(path), 1, "", None, "the file is not a mapping", remedy)


def _read(path: Path) -> str:
    try:
        if not path.is_file():
            what = "this is not a file" if path.exists() else "the file does not exist"
            refuse(path, None, what, "name the file that holds the specification")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        refuse(path, None, f"the file cannot be read: {error.strerror}", "make it readable")
    if len(content) > MAX_BYTES:
        refuse(path, None, f"the file is larger than {MAX_BYTES >> 20} MiB", "split it up")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        refuse(path, line, "the file is not UTF-8", "save the file in that encoding")
    if bad := UNREADABLE.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        refuse(path, line, f"the file holds the control character {code(bad[0])}", "remove it")
    return text


def _unsupported(source: Source) -> list[Problem]:
    """Refuse what is no OpenAPI 3.0 or 3.1."""
    version = source.document.get("openapi")
    if isinstance(version, str) and _VERSION.match(version):
        return []
    if "swagger" in source.document:
        what, remedy = "the file is Swagger 2", "convert it to OpenAPI 3.1 first"
        return [source.problem(("swagger",), what, remedy)]
    if version is None:
        return [
            source.problem(
                (), "the file does not say its version", "add a line such as openapi: 3.1.0"
            )
        ]
    what, remedy = (
        f"openapi is {quote(str(version))}, neither 3.0 nor 3.1",
        "write it as OpenAPI 3.1",
    )
    if str(version) in ("3.0", "3.1"):
        what, remedy = f"openapi is {version}", f"write the version in full, as {version}.0"
    return [source.problem(("openapi",), what, remedy)]
