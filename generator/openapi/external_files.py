"""The other files of a specification: reading them, and following references into them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote

from ..diagnostics import SpecificationError
from .anchors import find_anchor
from .index import Node
from .pointer import PointerParts, parse_pointer
from .source import MAX_BYTES, Origin, Source, SourceFile, Value, read_file, read_text

__all__ = ["ExternalFiles", "Reference", "Target", "is_file_reference"]

_EXTERNAL: Final = re.compile(r"(?![A-Za-z][A-Za-z0-9+.-]*:|[/~])[^#\\]+(?:#|\Z)")
_DATA_FILE: Final = re.compile(r"\.(?:ya?ml|json)\Z")
_MOST_FILES, _LONGEST_REFERENCE = 10_000, 1_000


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference: its node, its keys below that node, the kind of its target, and its text."""

    node: Node
    keys: tuple[str, ...]
    kind: str
    ref: str

    @property
    def pointer(self) -> PointerParts:
        """The pointer of the reference itself."""
        return (*self.node.pointer, *self.keys)

    def fault(self, source: Source, problem: str, remedy: str) -> SpecificationError:
        """Build the error that refuses the reference."""
        written = source.written(self.pointer, self.ref)
        message = f"{self.keys[0]} {written!r} {problem}"
        return SpecificationError(
            [source.diagnostic(self.pointer, message, remedy, self.node.subject)]
        )


class Target(NamedTuple):
    """A node of another file: the file and the node's pointer there."""

    path: Path
    pointer: PointerParts


class ExternalFiles:
    """The files that a specification refers to, each of them read once."""

    def __init__(self, source: Source) -> None:
        self.paths = [source.path]
        self._root = source.path.resolve()
        self._files: dict[Path, SourceFile] = {}
        self._bytes = 0

    def is_external(self, reference: Reference) -> bool:
        """Whether a reference names another file of the folder."""
        if not _EXTERNAL.match(reference.ref):
            return False
        if "\0" in unquote(reference.ref) or len(reference.ref) > _LONGEST_REFERENCE:
            return False
        return self._path(reference.ref).is_relative_to(self._root.parent)

    def is_to_root(self, reference: Reference) -> bool:
        """Whether a reference names the specification's own first file."""
        return self._path(reference.ref) == self._root

    def target(self, source: Source, reference: Reference) -> Target:
        """Return the target of a reference, by JSON pointer or by `$anchor`.

        Raises SpecificationError where there is no such file or not one such anchor.
        """
        path = self._path(reference.ref)
        fragment = unquote(reference.ref.partition("#")[2])
        if not fragment or fragment.startswith("/"):
            return Target(path, parse_pointer(fragment))
        pointers = list(find_anchor(self._file(source, reference, path).value, fragment))
        if len(pointers) != 1:
            problem = "is no JSON pointer, and no $anchor alone"
            raise reference.fault(source, problem, "write it as #/…")
        return Target(path, pointers[0])

    def read(self, source: Source, reference: Reference, target: Target) -> tuple[Value, Origin]:
        """Return a copy of a target and its origin, with references relative to the root's folder.

        Raises SpecificationError where there is no such value.
        """
        file = self._file(source, reference, target.path)
        value: Any = file.value
        for part in target.pointer:
            if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
                value = value[int(part)]
            elif isinstance(value, dict) and part in value:
                value = value[part]
            else:
                problem = "leads nowhere"
                raise reference.fault(source, problem, "name what is there")
        return self._rebase(value, target.path), file.origin.below(target.pointer)

    def _path(self, ref: str) -> Path:
        return (self._root.parent / unquote(ref.partition("#")[0])).resolve()

    def _file(self, source: Source, reference: Reference, path: Path) -> SourceFile:
        if path not in self._files:
            if not _is_file(path):
                raise reference.fault(source, f"names {path.name!r}, which is no file", "add it")
            self._bytes += path.stat().st_size
            if self._bytes > MAX_BYTES or len(self._files) > _MOST_FILES:
                problem = "leads to more files than a specification may have"
                raise reference.fault(source, problem, "use fewer")
            is_data = _DATA_FILE.search(path.name) is not None
            self._files[path] = read_file(path) if is_data else read_text(path)
            self.paths.append(path)
        return self._files[path]

    def _rebase(self, node: Any, path: Path) -> Any:
        """Copy a value with its references relative to the root's folder."""
        if isinstance(node, list):
            return [self._rebase(item, path) for item in node]
        if not isinstance(node, dict):
            return node
        copy = {key: self._rebase(value, path) for key, value in node.items()}
        if isinstance(node.get("$ref"), str):
            copy["$ref"] = self._rebase_reference(node["$ref"], path)
        if isinstance(node.get("propertyName"), str) and isinstance(node.get("mapping"), dict):
            copy["mapping"] = {
                name: self._rebase_reference(ref, path) if _is_reference(ref) else ref
                for name, ref in node["mapping"].items()
            }
        return copy

    def _rebase_reference(self, ref: str, path: Path) -> str:
        file, mark, fragment = ref.partition("#")
        if file and not _EXTERNAL.match(ref):
            return ref
        target = (path.parent / unquote(file)).resolve() if file else path
        if target == self._root:
            return f"#{fragment}"
        if not target.is_relative_to(self._root.parent):
            return f"../{ref}"
        return f"{quote(target.relative_to(self._root.parent).as_posix())}{mark}{fragment}"


def is_file_reference(ref: str) -> bool:
    """Whether a reference names a YAML or JSON file."""
    return _DATA_FILE.search(ref.partition("#")[0]) is not None


def _is_reference(value: Value) -> bool:
    """Whether a member of a mapping is a reference, not the name of a schema."""
    return isinstance(value, str) and ("#" in value or _DATA_FILE.search(value) is not None)


def _is_file(path: Path) -> bool:
    """Whether there is such a file; False for a name that no file can have."""
    try:
        return path.is_file()
    except OSError:
        return False
