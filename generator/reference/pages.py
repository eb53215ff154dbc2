"""Which template makes which page of the reference, in which language."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path, PurePosixPath

from msgspec import convert

from ..emit.renderers import renderer
from ..ir import Api, ErrorRule
from ..openapi.source import Source
from ..runtime.contract import operation
from ..runtime.errors import class_for
from .answers import answers
from .changes import announcements, versions
from .constraints import default, found_first, must_be
from .localized_spec import Reading, speaks
from .strings import CHINESE, ENGLISH

__all__ = ["reference_files"]

_PAGES = ("operations", "models", "errors", "permissions")
_NAMES = re.compile(r"[\w.]+")
_NOT_IN_ANCHORS = re.compile(r"[^\w -]")


def reference_files(source: Source, api: Api, place: Path) -> Iterator[tuple[str, str]]:
    """Give the pages that are to lie at `place`, from where they link to the specification."""
    link = PurePosixPath(os.path.relpath(source.path.resolve(), place.resolve()))
    yield from _pages(api, Reading(source, ENGLISH, str(link)))
    yield (
        "changes.md",
        _render(
            "changes.md.jinja",
            api,
            Reading(source, ENGLISH, str(link)),
            announcements=announcements(source),
            versions=versions(source),
        ),
    )
    if speaks(source.document, CHINESE.extension):
        yield from _pages(api, Reading(source, CHINESE, f"../{link}"))


def _pages(api: Api, spec: Reading) -> Iterator[tuple[str, str]]:
    for page in ("README", *_shown(api)):
        name = PurePosixPath(spec.language.folder, f"{page}.md")
        yield str(name), _render(f"{page}.md.jinja", api, spec, pages=_shown(api))


def _shown(api: Api) -> tuple[str, ...]:
    """Leave out a page about what the contract does not have."""
    absent = {
        "errors": not api.errors,
        "permissions": not any(one.permission for one in api.operations),
    }
    return tuple(page for page in _PAGES if not absent.get(page))


def _render(template: str, api: Api, spec: Reading, **data: object) -> str:
    bilingual = speaks(spec.document, CHINESE.extension)
    facts = {"api": api, "spec": spec, "say": spec.say, "bilingual": bilingual, **data}
    return str(_RENDER(template, **facts, **_HELPERS))


def _anchor(heading: str) -> str:
    """Give the anchor that a heading gets from the usual renderers of Markdown."""
    return _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")


def _exception(rule: ErrorRule) -> str:
    """Name the exception that stands for an error."""
    known = convert(asdict(rule), operation.ErrorRule)
    return class_for(known, rule.status).__name__


def _policy(api: Api) -> str:
    """Write a policy that allows every operation."""
    permissions = [one.permission for one in api.operations if one.permission]
    statement = {
        "Effect": "Allow",
        "Action": [one.action for one in permissions],
        "Resource": sorted({one.resource for one in permissions}),
    }
    return json.dumps({"Version": "1", "Statement": [statement]}, indent=2)


def _typed(annotation: str, api: Api) -> str:
    """Write a type as code in a table, which leads to the model that it names."""
    named = next((one for one in _NAMES.findall(annotation) if one in api.schema_names), None)
    return f"[{_quoted(annotation)}](#{_anchor(named)})" if named else _quoted(annotation)


def _quoted(text: str) -> str:
    """Write a value as code in a table, of which no character ends it."""
    if not text:
        return ""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", "\\|").replace("\n", " ")


_RENDER = renderer("reference")
_HELPERS = {
    "anchor": _anchor,
    "answers": answers,
    "default": default,
    "exception": _exception,
    "found_first": found_first,
    "must_be": must_be,
    "policy": _policy,
    "quoted": _quoted,
    "typed": _typed,
}
