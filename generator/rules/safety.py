"""Safety rules: nothing in a specification runs code, imports, reads a file or hides a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from ..diagnostics import Diagnostic, quote
from ..openapi.index import DocumentIndex, items
from ..openapi.lookup import server_url
from ..openapi.path_templates import wire_path
from ..openapi.pointer import PointerParts
from ..openapi.source import Value
from .rule import Rule

__all__ = ["RULES", "Name", "chosen_names"]

_LONGEST_NAME: Final = 200
_COMPONENT: Final = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\Z")
_SEPARATOR: Final = re.compile(r"[/\\]")
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_BRACES: Final = {"{", "}"}
_DOTS: Final = {".", ".."}
# Names that are data in every output, whatever they look like.
_NEVER_FILES: Final = {"property", "parameter"}
_NOT_IN_PATHS: Final = {"?", "#", "\\"}
# The keyword for the name of a node, by its kind.
_NAME_KEYWORDS: Final = {"operation": "operationId", "parameter": "name", "tag": "name"}
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


class Name(NamedTuple):
    """A name of the document, with the kind of what it names, its pointer and its subject."""

    kind: str
    text: str
    pointer: PointerParts
    subject: str | None


def types(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a value of the wrong type where the document's structure depends on it."""
    for mismatch in index.type_mismatches:
        message = f"{mismatch.pointer[-1]} is not {mismatch.expected}"
        remedy = f"write {mismatch.expected} here"
        yield index.source.diagnostic(mismatch.pointer, message, remedy, mismatch.subject)


def names(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a name that cannot become a Python name or could become a path."""
    for name in chosen_names(index):
        if fault := _fault(name):
            message = f"{name.kind} {quote(name.text)} {fault[0]}"
            yield index.source.diagnostic(name.pointer, message, fault[1], name.subject)


def information(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Check that the title and version of a document are texts."""
    info = index.at("info")
    for key in ("title", "version") if info else ():
        stated = info.value.get(key) if info else None
        if stated is not None and not isinstance(stated, str):
            message = f"info.{key} is {stated!r}, not text"
            yield index.source.diagnostic(("info", key), message, "put it in quotes")


def components(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a component's name that OpenAPI does not allow, or that has an empty part."""
    for node in index.nodes:
        match node.pointer:
            case ("components", _, name) if not _COMPONENT.match(name):
                message = f"{node.kind} {quote(name)} has a name that OpenAPI forbids"
                remedy = "use letters, digits, - and _, and single dots between them"
                yield index.source.diagnostic(node.pointer, message, remedy)


def python(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse keywords by which a specification would choose code to import or to call."""
    mappings = [(node.pointer, node.value) for node in index.nodes] + index.outside_grammar
    for pointer, value in mappings:
        for key in value:
            if key in _PYTHON_KEYS or key.startswith(_PYTHON_PREFIXES):
                message = f"{quote(key)} would choose Python code to import or to call"
                yield index.source.diagnostic((*pointer, key), message, "remove it")


def paths(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse an invalid path."""
    for path, _ in items(index.source.document.get("paths")):
        plain = wire_path(path)[0]
        if path.startswith("x-"):
            continue
        if plain[:1] != "/" or _DOTS & set(plain.split("/")) or _NOT_IN_PATHS & set(plain):
            message, remedy = "is not a path", "write it as /resource/{id}, without a query"
        elif _BRACES & set(_TEMPLATE.sub("", plain)):
            message, remedy = "has a brace too many", "put each parameter into one pair of braces"
        else:
            continue
        yield index.source.diagnostic(("paths", path), f"path {quote(path)} {message}", remedy)


def servers(index: DocumentIndex) -> Iterator[Diagnostic]:
    """Refuse a server of the document whose URL cannot be read, or whose variables have no default."""
    for node in index.of("server"):
        if len(node.pointer) == 2 and (fault := _server_fault(node.value)):
            yield index.source.diagnostic((*node.pointer, *fault[0]), fault[1], fault[2])


def _server_fault(server: dict[str, Value]) -> tuple[tuple[str, ...], str, str] | None:
    """Return pointer, message and remedy of the first fault of a server."""
    if not isinstance(server.get("url"), str):
        return (), "the server has no url", "write one, such as https://api.example"
    for name, variable in items(server.get("variables")):
        default = variable.get("default") if isinstance(variable, dict) else None
        if not isinstance(default, str | int | float):
            message = f"server variable {quote(name)} has no default"
            return ("variables", name), message, "write the text that it usually is"
    try:
        urlsplit(server_url(server))
    except ValueError:
        return ("url",), "the url of the server cannot be read", "write it as https://HOST/PATH"
    return None


def chosen_names(index: DocumentIndex) -> Iterator[Name]:
    """Yield every name that becomes a name in the output."""
    for node in index.nodes:
        pointer, value, subject = node.pointer, node.value, node.subject
        for key, _ in items(value.get("properties") if node.kind == "schema" else None):
            yield Name("property", key, (*pointer, "properties", key), subject)
        if node.kind == "operation":
            for i, tag in items(value.get("tags")):
                yield Name("tag", str(tag), (*pointer, "tags", i), subject)
        if node.keyword == "schemas":
            yield Name("schema", pointer[-1], pointer, None)
        keyword = _NAME_KEYWORDS.get(node.kind)
        if keyword and isinstance(name := value.get(keyword), str) and not node.ref:
            kind = keyword if node.kind == "operation" else node.kind
            yield Name(kind, name, (*pointer, keyword), subject)


def _fault(name: Name) -> tuple[str, str] | None:
    """Return what is wrong with a name and the remedy; None for a good name."""
    text = name.text
    if len(text) > _LONGEST_NAME:
        return f"has more than {_LONGEST_NAME} characters", "shorten it"
    if not text.isprintable():
        return "has a character that cannot be seen", "remove the character"
    if name.kind in _NEVER_FILES:
        return None
    parts = _SEPARATOR.split(text)
    if _DRIVE.match(text) or (len(parts) > 1 and {"", ".", ".."} & set(parts)) or text in _DOTS:
        return "reads like a path", "give it a plain name"
    return None


RULES: Final[tuple[Rule, ...]] = (
    types,
    names,
    components,
    python,
    information,
    paths,
    servers,
)
