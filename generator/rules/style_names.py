"""Style rules of names: each is in Python as it is written, and different from all others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from ..diagnostics import Diagnostic, quote
from ..naming import method_name, snake
from ..openapi.index import DocumentIndex, Node, items, text
from ..reserved_names import MODEL_TYPES
from .rule import Rule
from .safety import Name, chosen_names

__all__ = ["RULES"]

_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_NOT_IN_PATHS: Final = {"?", "#"}


def spellable(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a name that has no characters for a Python name."""
    for name in chosen_names(index):
        if not snake(name.text):
            message = f"{name.kind} {quote(name.text)} has no letter or digit for a Python name"
            remedy = "give it a name that has"
            yield index.source.diagnostic(name.pointer, message, remedy, name.subject)


def reserved(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a schema whose name every module of models imports."""
    for name in index.names("schema"):
        if name.rpartition(".")[2].casefold() in MODEL_TYPES:
            message = f"schema {quote(name)} has a name that emitted modules import for themselves"
            at = ("components", "schemas", name)
            yield index.source.diagnostic(at, message, "give it another name")


def operations(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse two operations of one name."""
    operation_ids = [
        Name("operationId", name, (*node.pointer, "operationId"), name)
        for node in index.of("operation")
        if (name := text(node.value, "operationId"))
    ]
    yield from _collisions(index, operation_ids, _folded)


def parameters(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse two parameters of one operation that have one name in Python."""
    for operation in index.of("operation"):
        named = [
            Name("parameter", name, node.pointer, operation.subject)
            for node in index.parameters(operation)
            if (name := text((index.resolve(node) or node).value, "name"))
        ]
        yield from _collisions(index, named, snake)


def properties(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse two properties of one schema that have one name in Python."""
    for schema in index.of("schema"):
        at = (*schema.pointer, "properties")
        keys = [key for key, _ in items(schema.value.get("properties"))]
        named = [Name("property", key, (*at, key), schema.subject) for key in keys]
        yield from _collisions(index, named, snake)


def paths(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a path with a query or a fragment, and one that another path matches as well."""
    seen: dict[str, str] = {}
    for path, _ in items(index.source.document.get("paths")):
        template = _TEMPLATE.sub("{}", path)
        if path.startswith("x-"):
            continue
        if _NOT_IN_PATHS & set(path):
            message, remedy = "is not a path", "write it as /resource/{id}, without a query"
        elif template in seen:
            message, remedy = f"matches the same as {quote(seen[template])}", "keep one of the two"
        else:
            seen[template] = path
            continue
        yield index.source.diagnostic(("paths", path), f"path {quote(path)} {message}", remedy)


def methods(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse two methods of one name on one resource: operations, `x-latest` and `x-waiters`."""
    taken: dict[tuple[str, str], Name] = {}
    for operation in index.of("operation"):
        tag = next((str(tag) for _, tag in items(operation.value.get("tags"))), "default")
        for name in _methods(operation, snake(tag)):
            first = taken.setdefault((snake(tag), name.text), name)
            if first is not name and name.subject != first.subject:
                other = index.source.cross_reference(first.pointer, name.pointer)
                message = f"its method {quote(name.text)} of {snake(tag)} is also the one {other}"
                remedy = "rename one of the two"
                yield index.source.diagnostic(name.pointer, message, remedy, operation.subject)


def _methods(operation: Node, tag: str) -> Iterator[Name]:
    """Yield the names of an operation's methods; the subject is the folded operationId."""
    own, at = text(operation.value, "operationId") or "", operation.pointer
    if own:
        stated = text(operation.value, "x-method")
        key = "x-method" if stated else "operationId"
        yield Name("method", stated or method_name(snake(own), tag), (*at, key), _folded(own))
    if "x-latest" in operation.value:
        yield Name("method", "latest", (*at, "x-latest"), f"{own}.latest")
    for name, _ in items(operation.value.get("x-waiters")):
        yield Name("method", snake(name), (*at, "x-waiters", name), f"{own}.{name}")


def templates(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that a path's templates are the path parameters of its operations."""
    for operation in index.of("operation"):
        match operation.pointer:
            case ("paths", path, _):
                declared = _path_parameters(index, operation)
                yield from _undeclared(index, operation, _TEMPLATE.findall(path), set(declared))
                for name in declared.keys() - set(_TEMPLATE.findall(path)):
                    message = f"path parameter {quote(name)} is not in the path"
                    remedy = f"put {{{name}}} into the path, or the parameter elsewhere"
                    at = declared[name].pointer
                    yield index.source.diagnostic(at, message, remedy, operation.subject)


def _path_parameters(index: DocumentIndex, operation: Node) -> dict[str, Node]:
    """Return the path parameters of an operation by name, each as it is listed."""
    found = ((node, index.resolve(node)) for node in index.parameters(operation))
    return {
        name: node
        for node, parameter in found
        if parameter and parameter.value.get("in") == "path"
        if (name := text(parameter.value, "name"))
    }


def _undeclared(
    index: DocumentIndex, operation: Node, braces: list[str], declared: set[str]
) -> Iterator[Diagnostic]:
    for name in dict.fromkeys(braces):
        if name not in declared:
            message, remedy = f"path parameter {quote(name)} is not declared", "declare it in: path"
        elif braces.count(name) > 1:
            message, remedy = f"{quote(name)} stands twice in the path", "name each parameter once"
        else:
            continue
        yield index.source.diagnostic(operation.pointer, message, remedy, operation.subject)


def _folded(name: str) -> str:
    return snake(name).replace("_", "")


def _collisions(
    index: DocumentIndex, names: Iterable[Name], spelling: Callable[[str], str]
) -> Iterator[Diagnostic]:
    """Refuse each name that has the Python name of an earlier one."""
    taken: dict[str, Name] = {}
    for name in names:
        first = taken.setdefault(spelling(name.text), name)
        if first.pointer == name.pointer or not spelling(name.text):
            continue
        other = index.source.cross_reference(first.pointer, name.pointer)
        same = f"is in Python the same name as {quote(first.text)}"
        same = "is also" if name.text == first.text else same
        message = f"{name.kind} {quote(name.text)} {same} {other}"
        yield index.source.diagnostic(name.pointer, message, "rename one of the two", name.subject)


RULES: Final[tuple[Rule, ...]] = (
    spellable,
    reserved,
    operations,
    parameters,
    properties,
    paths,
    methods,
    templates,
)
