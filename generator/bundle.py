"""A specification of several files in one folder becomes one: what lies elsewhere becomes a component.

Only what a reference of the grammar names is read, and only below the specification's own folder,
links followed. A reference that leads out of it stays as it is, and the rules refuse it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from .naming import Names
from .problems import SpecificationError
from .rules.places import Place, Survey
from .source import MAX_BYTES, Source, Value, read_tree, steps

__all__ = ["bundle"]

_SECTIONS: Final = {
    "schema": "schemas",
    "parameter": "parameters",
    "response": "responses",
    "request body": "requestBodies",
    "header": "headers",
    "example": "examples",
    "link": "links",
    "path item": "pathItems",
}
_ELSEWHERE: Final = re.compile(r"(?![A-Za-z][A-Za-z0-9+.-]*:|[/~])[^#\\]+(?:#|\Z)")
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_-]+")
_MOST_FILES, _MOST_ROUNDS, _LONGEST = 1_000, 100, 1_000


def bundle(source: Source) -> Source:
    """Give a specification with all that it refers to in its folder in one document.

    Raises SpecificationError for a reference that names no file, or nothing in it.
    """
    whole = _Bundle(source)
    for _ in range(_MOST_ROUNDS):
        waiting = [place for place in Survey(source).places if whole.is_elsewhere(place)]
        if not waiting:
            break
        for place in waiting:
            whole.take_in(place)
    return replace(source, files=tuple(whole.files))


def _is_file(path: Path) -> bool:
    """Tell whether there is such a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except OSError:
        return False


class _Bundle:
    """Reads files once each, and gives what is taken from them a name."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._root = source.path.resolve()
        self._trees: dict[Path, Value] = {}
        self._names: dict[str, Names] = {}
        self._taken: dict[tuple[str, str], str] = {}
        self._bytes = 0
        self.files = [source.path]

    def is_elsewhere(self, place: Place) -> bool:
        """Tell whether a reference leads to another file of the folder."""
        if place.ref is None or place.kind not in _SECTIONS or not _ELSEWHERE.match(place.ref):
            return False
        if "\0" in unquote(place.ref) or len(place.ref) > _LONGEST:
            return False
        return self._file(place.ref).is_relative_to(self._root.parent)

    def take_in(self, place: Place) -> None:
        """Make a component of what a reference names, and refer to that."""
        section, ref = _SECTIONS[place.kind], str(place.ref)
        if (section, ref) not in self._taken:
            self._taken[(section, ref)] = self._component(place, section, ref)
        place.value["$ref"] = f"#/components/{section}/{self._taken[(section, ref)]}"

    def _component(self, place: Place, section: str, ref: str) -> str:
        file, _, pointer = ref.partition("#")
        path = self._file(ref)
        found = self._tree(place, path)
        for step in steps(unquote(pointer)):
            if not isinstance(found, dict) or step not in found:
                raise self._fault(place, f"$ref {ref!r} leads nowhere", "name what is there")
            found = found[step]
        components: Any = self._source.document.setdefault("components", {})
        stated = components.setdefault(section, {})
        names = self._names.setdefault(section, Names(stated))
        last = steps(pointer)[-1] if steps(pointer) else Path(unquote(file)).stem
        plain = _NOT_IN_NAMES.sub("_", last)
        name = names.take(plain, f"{_NOT_IN_NAMES.sub('_', path.stem)}_{plain}")
        stated[name] = self._moved(found, path)
        return name

    def _file(self, ref: str) -> Path:
        return (self._root.parent / unquote(ref.partition("#")[0])).resolve()

    def _tree(self, place: Place, path: Path) -> Value:
        if path not in self._trees:
            if not _is_file(path):
                raise self._fault(place, f"$ref names {path.name!r}, which is no file", "add it")
            self._bytes += path.stat().st_size
            if self._bytes > MAX_BYTES or len(self._trees) > _MOST_FILES:
                raise self._fault(place, "the specification's files are too many", "use fewer")
            self._trees[path] = read_tree(path)
            self.files.append(path)
        return self._trees[path]

    def _moved(self, node: Any, path: Path) -> Any:
        """Copy a value with its references as they are from the specification's own folder."""
        if isinstance(node, list):
            return [self._moved(one, path) for one in node]
        if not isinstance(node, dict):
            return node
        found = {key: self._moved(one, path) for key, one in node.items()}
        if isinstance(node.get("$ref"), str):
            found["$ref"] = self._seen_from_root(node["$ref"], path)
        return found

    def _seen_from_root(self, ref: str, path: Path) -> str:
        file, mark, pointer = ref.partition("#")
        if file and not _ELSEWHERE.match(ref):
            return ref
        target = (path.parent / unquote(file)).resolve() if file else path
        if target == self._root:
            return f"#{pointer}"
        if not target.is_relative_to(self._root.parent):
            return f"../{ref}"
        return f"{quote(target.relative_to(self._root.parent).as_posix())}{mark}{pointer}"

    def _fault(self, place: Place, what: str, remedy: str) -> SpecificationError:
        at = (*place.pointer, "$ref")
        return SpecificationError([self._source.problem(at, what, remedy, place.subject)])
