"""A specification of several files in one folder becomes one: what lies elsewhere becomes a component.

Only what a reference of the grammar names is read, and only below the specification's own folder,
links followed. A reference that leads out of it stays as it is, and the rules refuse it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote

from ..diagnostics import Problem, SpecificationError
from ..naming import Names
from .anchors import anchored, resolve_anchors
from .ignored import leave_out_hidden
from .index import Place, Steps, Survey
from .source import MAX_BYTES, Source, Value, read_prose, read_tree, steps

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
_FILE: Final = re.compile(r"\.(?:ya?ml|json)\Z")
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_-]+")
_MOST_FILES, _MOST_ROUNDS, _LONGEST = 10_000, 100, 1_000


def bundle(source: Source, tell: Callable[[Problem], None]) -> Source:
    """Give a specification with all that it refers to in its folder in one document.

    `tell` is told what stands beside a reference, where it counts for nothing. Raises
    SpecificationError for a reference that names no file, or nothing in it.
    """
    whole = _Bundle(source)
    for _ in range(_MOST_ROUNDS):
        survey = Survey(source)
        found = [one for place in survey.places for one in _references(place)]
        waiting = [one for one in found if whole.is_elsewhere(one)]
        inside = [one for one in _inserted(survey) if whole.is_elsewhere(one)]
        for reference in waiting:
            whole.take_in(reference)
        for reference in inside:
            whole.insert(reference)
        if not waiting and not inside:
            resolve_anchors(survey.places)
            leave_out_hidden(survey, tell)
            return replace(source, files=tuple(whole.files))
    raise whole.endless([*waiting, *inside][0])


class _Reference(NamedTuple):
    """A reference: who holds it, under which keys below its place, and what it leads to."""

    place: Place
    keys: tuple[str, ...]
    holder: dict[str, Value]
    kind: str
    ref: str


def _references(place: Place) -> Iterator[_Reference]:
    """Give the references of a place; the names in a discriminator's mapping are some, too."""
    if place.ref is not None and place.kind in _SECTIONS:
        yield _Reference(place, ("$ref",), place.value, place.kind, place.ref)
    mapping = place.value.get("mapping") if place.kind == "discriminator" else None
    if isinstance(mapping, dict):
        for value, ref in mapping.items():
            if isinstance(ref, str) and _FILE.search(ref.partition("#")[0]):
                yield _Reference(place, ("mapping", value), mapping, "schema", ref)


def _inserted(survey: Survey) -> Iterator[_Reference]:
    """Give the references whose target takes their place: a security scheme's, and those where
    OpenAPI has none but authors of many files do, such as an operation's.
    """
    for place in survey.places:
        ref = place.value.get("$ref")
        if (place.ref is None or place.kind not in _SECTIONS) and isinstance(ref, str):
            yield _Reference(place, ("$ref",), place.value, place.kind, ref)
    others = [(misfit.pointer[:-1], _at(survey, misfit.pointer[:-1])) for misfit in survey.misfits]
    for pointer, value in (*survey.strays, *others):
        ref = value.get("$ref")
        if isinstance(ref, str) and not any(step.startswith("x-") for step in pointer):
            place = Place("value", pointer, value, None, "", None)
            yield _Reference(place, ("$ref",), value, "value", ref)


def _at(survey: Survey, pointer: Steps) -> dict[str, Value]:
    """Give the mapping at a place; an empty one for anything else."""
    found: Any = survey.source.document
    for step in pointer:
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found if isinstance(found, dict) else {}


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
        self._taken: dict[tuple[str, Path, Steps], str] = {}
        self._bytes = 0
        self.files = [source.path]

    def is_elsewhere(self, reference: _Reference) -> bool:
        """Tell whether a reference leads to another file of the folder."""
        if not _ELSEWHERE.match(reference.ref):
            return False
        if "\0" in unquote(reference.ref) or len(reference.ref) > _LONGEST:
            return False
        return self._file(reference.ref).is_relative_to(self._root.parent)

    def take_in(self, reference: _Reference) -> None:
        """Make a component of what a reference names, and refer to that."""
        section, path = _SECTIONS[reference.kind], self._file(reference.ref)
        if path == self._root:
            reference.holder[reference.keys[-1]] = f"#{reference.ref.partition('#')[2]}"
            return
        one = (section, path, self._steps(reference))
        if one not in self._taken:
            self._taken[one] = self._component(reference, *one)
        reference.holder[reference.keys[-1]] = f"#/components/{section}/{self._taken[one]}"

    def insert(self, reference: _Reference) -> None:
        """Put what a reference names into its place."""
        *above, last = reference.place.pointer
        owner: Any = self._source.document
        for step in above:
            owner = owner[int(step)] if isinstance(owner, list) else owner[step]
        moved = self._moved(self._found(reference), self._file(reference.ref))
        owner[int(last) if isinstance(owner, list) else last] = moved

    def _found(self, reference: _Reference) -> Any:
        """Give what a reference names in its file."""
        found: Any = self._tree(reference, self._file(reference.ref))
        for step in self._steps(reference):
            if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
                found = found[int(step)]
            elif isinstance(found, dict) and step in found:
                found = found[step]
            else:
                what = f"{reference.keys[0]} {reference.ref!r} leads nowhere"
                raise self._fault(reference, what, "name what is there")
        return found

    def endless(self, reference: _Reference) -> SpecificationError:
        """Say that what is put in place of references has others, again and again."""
        what = f"{reference.keys[0]} {reference.ref!r} is reached through {_MOST_ROUNDS} others"
        return self._fault(reference, what, "let no file lead back to itself in this way")

    def _steps(self, reference: _Reference) -> Steps:
        """Give the way to what a reference names in its file, by JSON pointer or by `$anchor`."""
        fragment = unquote(reference.ref.partition("#")[2])
        if not fragment or fragment.startswith("/"):
            return steps(fragment)
        found = list(anchored(self._tree(reference, self._file(reference.ref)), fragment))
        if len(found) != 1:
            what = f"{reference.keys[0]} {reference.ref!r} is no JSON pointer, and no $anchor alone"
            raise self._fault(reference, what, "write it as #/…")
        return found[0]

    def _component(self, reference: _Reference, section: str, path: Path, at: Steps) -> str:
        found = self._found(reference)
        components: Any = self._source.document.setdefault("components", {})
        stated = components.setdefault(section, {})
        names = self._names.setdefault(section, Names(stated))
        plain = _NOT_IN_NAMES.sub("_", at[-1] if at else path.stem)
        name = names.take(plain, f"{_NOT_IN_NAMES.sub('_', path.stem)}_{plain}")
        stated[name] = self._moved(found, path)
        return name

    def _file(self, ref: str) -> Path:
        return (self._root.parent / unquote(ref.partition("#")[0])).resolve()

    def _tree(self, reference: _Reference, path: Path) -> Value:
        if path not in self._trees:
            if not _is_file(path):
                what = f"{reference.keys[0]} names {path.name!r}, which is no file"
                raise self._fault(reference, what, "add it")
            self._bytes += path.stat().st_size
            if self._bytes > MAX_BYTES or len(self._trees) > _MOST_FILES:
                raise self._fault(reference, "the specification's files are too many", "use fewer")
            is_data = _FILE.search(path.name) is not None
            self._trees[path] = read_tree(path) if is_data else read_prose(path)
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
        if isinstance(node.get("propertyName"), str) and isinstance(node.get("mapping"), dict):
            found["mapping"] = {
                value: self._seen_from_root(ref, path) if _is_reference(ref) else ref
                for value, ref in node["mapping"].items()
            }
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

    def _fault(self, reference: _Reference, what: str, remedy: str) -> SpecificationError:
        at = (*reference.place.pointer, *reference.keys)
        problem = self._source.problem(at, what, remedy, reference.place.subject)
        return SpecificationError([problem])


def _is_reference(value: Value) -> bool:
    """Tell a reference in a mapping from the name of a schema."""
    return isinstance(value, str) and ("#" in value or _FILE.search(value) is not None)
