"""Pages of the reference, each rendered from a template in one language."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path, PurePosixPath

from msgspec import convert

from ..emit.renderers import renderer
from ..ir import Api, ErrorRule, LookupArgument
from ..openapi.source import Source
from ..runtime.contract import operation
from ..runtime.errors import error_class
from .changes import announcements, versions
from .constraints import default, found_first, must_be
from .localized_spec import LocalizedSpec
from .request_bodies import request_body
from .responses import responses
from .strings import CHINESE, ENGLISH

__all__ = ["reference_files"]

_PAGES = ("operations", "models", "errors", "permissions")
_NAMES = re.compile(r"[\w.]+")
_NOT_IN_ANCHORS = re.compile(r"[^\w -]")


def reference_files(source: Source, api: Api, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of the pages that are to be in a folder, linked to the specification."""
    english = LocalizedSpec(source, ENGLISH, folder)
    yield from _pages(api, english)
    history = {"announcements": announcements(source), "versions": versions(source)}
    yield "changes.md", _render("changes.md.jinja", api, english, **history)
    if source.translations:
        yield from _pages(api, LocalizedSpec(source, CHINESE, folder / CHINESE.folder))


def _pages(api: Api, spec: LocalizedSpec) -> Iterator[tuple[str, str]]:
    for page in ("README", *_present(api)):
        name = PurePosixPath(spec.language.folder, f"{page}.md")
        yield str(name), _render(f"{page}.md.jinja", api, spec, pages=_present(api))


def _present(api: Api) -> tuple[str, ...]:
    """Return the pages about what the contract has."""
    absent = {
        "errors": not api.errors,
        "permissions": not any(operation.permission for operation in api.operations),
    }
    return tuple(page for page in _PAGES if not absent.get(page))


def _render(template: str, api: Api, spec: LocalizedSpec, **data: object) -> str:
    bilingual = bool(spec.source.translations)
    variables = {"api": api, "spec": spec, "say": spec.say, "bilingual": bilingual, **data}
    return str(_RENDER(template, **variables, **_FUNCTIONS))


def _anchor(heading: str) -> str:
    """Return the anchor that the usual renderers of Markdown give a heading."""
    return _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")


def _exception(rule: ErrorRule) -> str:
    """Return the name of the exception of an error code."""
    runtime_rule = convert(asdict(rule), operation.ErrorRule)
    return error_class(runtime_rule, rule.status).__name__


def _policy(api: Api) -> str:
    """Return a policy that allows every operation."""
    permissions = [call.permission for call in api.operations if call.permission]
    statement = {
        "Effect": "Allow",
        "Action": [permission.action for permission in permissions],
        "Resource": sorted({permission.resource for permission in permissions}),
    }
    return json.dumps({"Version": "1", "Statement": [statement]}, indent=2)


def _typed(annotation: str, api: Api, page: str = "") -> str:
    """Return a type as code in a table, linked to the first model that it names."""
    names = (name for name in _NAMES.findall(annotation) if name in api.schema_names)
    model = next(names, None)
    return f"[{_quoted(annotation)}]({page}#{_anchor(model)})" if model else _quoted(annotation)


def _lookup_operation(api: Api, argument: LookupArgument) -> str:
    """Return the name of the operation that finds the id of what an argument names."""
    constants = {lookup.constant: lookup.operation for lookup in api.lookups}
    names = {operation.constant: operation.name for operation in api.operations}
    return names[constants[argument.constant]]


def _quoted(text: str) -> str:
    """Return a value as code in a cell of a table, escaped."""
    if not text:
        return ""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", "\\|").replace("\n", " ")


_RENDER = renderer("reference")
_FUNCTIONS = {
    "anchor": _anchor,
    "default": default,
    "exception": _exception,
    "found_first": found_first,
    "must_be": must_be,
    "policy": _policy,
    "lookup_operation": _lookup_operation,
    "quoted": _quoted,
    "request_body": request_body,
    "responses": responses,
    "typed": _typed,
}
