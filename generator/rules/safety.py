"""Safety: nothing in a specification runs, imports, reaches a file or hides another name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from ..diagnostics import Problem, quote
from ..naming import snake
from ..openapi.index import Place, Steps, Survey, items, text
from ..openapi.path_templates import wire_path

__all__ = ["PLAIN", "RULES"]

# A name with what it names, where it stands, and for whom.
Named: TypeAlias = tuple[str, str, Steps, str | None]

_LONGEST_NAME: Final = 200
_COMPONENT: Final = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\Z")
_SEPARATOR: Final = re.compile(r"[/\\]")
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_MODULES_OWN: Final = {"any", "dict", "float", "int", "list", "literal", "model", "str"}
_BRACES: Final = {"{", "}"}
_DOTS: Final = {".", ".."}
# Names that are data in every output, whatever they look like.
_NEVER_FILES: Final = {"property", "parameter"}
_NOT_IN_PATHS: Final = {"?", "#", "\\"}
# Where a place that has a name keeps it.
_NAMED: Final = {"operation": "operationId", "parameter": "name", "tag": "name"}
# What datamodel-code-generator reads as Python to import or to call.
_PYTHON_KEYS: Final = {
    "customBasePath",
    "customTypePath",
    "default_factory",
    "x-customBasePath",
    "x-customTypePath",
    "x-is-base-class",
    "x-is-classvar",
}
_PYTHON_PREFIXES: Final = ("x-python-", "x-datamodel-code-generator-")


def types(survey: Survey) -> Iterator[Problem]:
    """Refuse a value of the wrong type where the structure of the document depends on it."""
    for misfit in survey.misfits:
        what = f"{misfit.pointer[-1]} is not {misfit.expected}"
        remedy = f"write {misfit.expected} here"
        yield survey.source.problem(misfit.pointer, what, remedy, misfit.subject)


def names(survey: Survey) -> Iterator[Problem]:
    """Refuse a name that cannot become a Python name or could become a path."""
    for what, name, pointer, subject in _names(survey):
        if fault := _fault(what, name):
            said = f"{what} {quote(name)} {fault[0]}"
            yield survey.source.problem(pointer, said, fault[1], subject)


def spellable(survey: Survey) -> Iterator[Problem]:
    """Refuse a name that leaves nothing for a Python name."""
    for what, name, pointer, subject in _names(survey):
        if not snake(name):
            said = f"{what} {quote(name)} has no letter or digit for a Python name"
            yield survey.source.problem(pointer, said, "give it a name that has", subject)


def reserved(survey: Survey) -> Iterator[Problem]:
    """Refuse a schema whose name every module of models has for something else."""
    for name in survey.names("schema"):
        if name.rpartition(".")[2].casefold() in _MODULES_OWN:
            what = f"schema {quote(name)} has a name that emitted modules import for themselves"
            at = ("components", "schemas", name)
            yield survey.source.problem(at, what, "give it another name")


def information(survey: Survey) -> Iterator[Problem]:
    """Ask for the title and version of a document, as texts."""
    info = survey.at("info")
    for key in ("title", "version") if info else ():
        stated = info.value.get(key) if info else None
        if stated is not None and not isinstance(stated, str):
            what = f"info.{key} is {stated!r}, not text"
            yield survey.source.problem(("info", key), what, "put it in quotes")


def components(survey: Survey) -> Iterator[Problem]:
    """Refuse a component's name that OpenAPI does not allow, or that has an empty part."""
    for place in survey.places:
        match place.pointer:
            case ("components", _, name) if not _COMPONENT.match(name):
                what = f"{place.kind} {quote(name)} has a name that OpenAPI forbids"
                remedy = "use letters, digits, - and _, and single dots between them"
                yield survey.source.problem(place.pointer, what, remedy)


def python(survey: Survey) -> Iterator[Problem]:
    """Refuse keywords by which a specification would choose code to import or to call."""
    everything = [(p.pointer, p.value) for p in survey.places] + survey.strays
    for pointer, value in everything:
        for key in value:
            if key in _PYTHON_KEYS or key.startswith(_PYTHON_PREFIXES):
                what = f"{quote(key)} would choose Python code to import or to call"
                yield survey.source.problem((*pointer, key), what, "remove it")


def operations(survey: Survey) -> Iterator[Problem]:
    """Refuse two operations of one name."""
    named = [
        ("operationId", name, (*place.pointer, "operationId"), name)
        for place in survey.of("operation")
        if (name := text(place.value, "operationId"))
    ]
    yield from _collisions(survey, named, _folded)


def parameters(survey: Survey) -> Iterator[Problem]:
    """Refuse two parameters of one operation that have one name in Python."""
    for operation in survey.of("operation"):
        named: list[Named] = [
            ("parameter", name, place.pointer, operation.subject)
            for place in survey.parameters(operation)
            if (name := text((survey.resolve(place) or place).value, "name"))
        ]
        yield from _collisions(survey, named, snake)


def properties(survey: Survey) -> Iterator[Problem]:
    """Refuse two properties of one schema that have one name in Python."""
    for schema in survey.of("schema"):
        at = (*schema.pointer, "properties")
        keys = [key for key, _ in items(schema.value.get("properties"))]
        named: list[Named] = [("property", key, (*at, key), schema.subject) for key in keys]
        yield from _collisions(survey, named, snake)


def paths(survey: Survey) -> Iterator[Problem]:
    """Refuse a path that is none; one of the house also when another one matches the same."""
    house = survey.source.document.get("x-house-rules") is True
    seen: dict[str, str] = {}
    for path, _ in items(survey.source.document.get("paths")):
        plain = path if house else wire_path(path)[0]
        shape = _TEMPLATE.sub("{}", plain)
        if path.startswith("x-"):
            continue
        if plain[:1] != "/" or _DOTS & set(plain.split("/")) or _NOT_IN_PATHS & set(plain):
            what, remedy = "is not a path", "write it as /noun/{id}, without a query"
        elif _BRACES & set(shape.replace("{}", "")):
            what, remedy = "has a brace too many", "put each parameter into one pair of braces"
        elif house and shape in seen:
            what, remedy = f"matches the same as {quote(seen[shape])}", "keep one of the two"
        else:
            seen[shape] = path
            continue
        yield survey.source.problem(("paths", path), f"path {quote(path)} {what}", remedy)


def templates(survey: Survey) -> Iterator[Problem]:
    """Hold the parameters in the braces of a path to those that its operations declare."""
    for operation in survey.of("operation"):
        match operation.pointer:
            case ("paths", path, _):
                declared = _path_parameters(survey, operation)
                yield from _undeclared(survey, operation, _TEMPLATE.findall(path), set(declared))
                for name in declared.keys() - set(_TEMPLATE.findall(path)):
                    what = f"path parameter {quote(name)} is not in the path"
                    remedy = f"put {{{name}}} into the path, or the parameter elsewhere"
                    at = declared[name].pointer
                    yield survey.source.problem(at, what, remedy, operation.subject)


def _path_parameters(survey: Survey, operation: Place) -> dict[str, Place]:
    """Give the path parameters of an operation by name, each where it is listed."""
    found = ((place, survey.resolve(place)) for place in survey.parameters(operation))
    return {
        name: place
        for place, parameter in found
        if parameter and parameter.value.get("in") == "path"
        if (name := text(parameter.value, "name"))
    }


def _undeclared(
    survey: Survey, operation: Place, braces: list[str], declared: set[str]
) -> Iterator[Problem]:
    for name in dict.fromkeys(braces):
        if name not in declared:
            what, remedy = f"path parameter {quote(name)} is not declared", "declare it in: path"
        elif braces.count(name) > 1:
            what, remedy = f"{quote(name)} stands twice in the path", "name each parameter once"
        else:
            continue
        yield survey.source.problem(operation.pointer, what, remedy, operation.subject)


def _names(survey: Survey) -> Iterator[Named]:
    """Give every name that an author chose and that becomes one in the output."""
    for place in survey.places:
        at, value, subject = place.pointer, place.value, place.subject
        for key, _ in items(value.get("properties") if place.kind == "schema" else None):
            yield "property", key, (*at, "properties", key), subject
        if place.kind == "operation":
            for i, tag in items(value.get("tags")):
                yield "tag", str(tag), (*at, "tags", i), subject
        if place.role == "schemas":
            yield "schema", at[-1], at, None
        named = _NAMED.get(place.kind)
        if named and isinstance(name := value.get(named), str) and not place.ref:
            what = named if place.kind == "operation" else place.kind
            yield what, name, (*at, named), subject


def _fault(what: str, name: str) -> tuple[str, str] | None:
    """Say what is wrong with a name, and what to do about it."""
    if len(name) > _LONGEST_NAME:
        return f"has more than {_LONGEST_NAME} characters", "shorten it"
    if not name.isprintable():
        return "has a character that cannot be seen", "remove the character"
    parts = _SEPARATOR.split(name)
    if what in _NEVER_FILES:
        return None
    if _DRIVE.match(name) or (len(parts) > 1 and {"", ".", ".."} & set(parts)) or name in _DOTS:
        return "reads like a path", "give it a plain name"
    return None


def _folded(name: str) -> str:
    return snake(name).replace("_", "")


def _collisions(
    survey: Survey, named: Iterable[Named], spelling: Callable[[str], str]
) -> Iterator[Problem]:
    """Refuse each name that an earlier one already takes in Python."""
    taken: dict[str, Named] = {}
    for what, name, pointer, subject in named:
        first = taken.setdefault(spelling(name), (what, name, pointer, subject))
        if first[2] == pointer or not spelling(name):
            continue
        line = survey.source.line(first[2])
        same = "is also" if name == first[1] else f"is in Python the same name as {quote(first[1])}"
        said = f"{what} {quote(name)} {same} on line {line}"
        yield survey.source.problem(pointer, said, "rename one of the two", subject)


RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (
    types,
    names,
    components,
    python,
    information,
    paths,
)
PLAIN: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (
    spellable,
    reserved,
    operations,
    parameters,
    properties,
    templates,
)
"""What a document must be that is not rewritten: names stand as they are, all of them apart."""
