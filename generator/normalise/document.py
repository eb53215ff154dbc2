"""A whole document in plain form, and notes on what of it no call needs or sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..diagnostics import Problem, SpecificationError
from ..openapi.source import Source
from ..rules.extensions.definitions import definitions
from .operations import Calls
from .quotas import Allowance
from .schemas import Schemas

__all__ = ["Normal", "normalise"]


@dataclass(frozen=True, slots=True)
class Normal:
    """A document in plain form, with what its author should know."""

    document: dict[str, Any]
    notes: tuple[Problem, ...]
    keeps_house_rules: bool


def normalise(source: Source) -> Normal:
    """Write a checked document in plain form.

    Raises SpecificationError with each construct that has no such form, by its place.
    """
    _ask_for_information(source)
    allowance = Allowance(source)
    if source.document.get("x-house-rules") is True:
        allowance.take_document(source.document)
        return Normal(source.document, (), True)
    document: dict[str, Any] = source.document
    problems: list[Problem] = []
    notes: list[Problem] = []
    places = _Places(document)

    def refuse(schema: Any, what: str) -> None:
        problems.append(source.problem(places.of(schema), what, "say it in another way"))

    def note(schema: Any, what: str, remedy: str) -> None:
        notes.append(source.problem(places.of(schema), what, remedy))

    calls = Calls(source)
    schemas = Schemas(document, calls.names, refuse, allowance.take, note)
    try:
        paths = calls.write(schemas)
        schemas.finish()
    except RecursionError:
        what, remedy = "schemas are made of one another without end", "say what one of them is"
        raise SpecificationError([source.problem(("components",), what, remedy)]) from None
    problems += calls.problems
    if not paths and not schemas.components:
        problems.append(
            source.problem("/paths", "there is no operation and no model", "describe one")
        )
    if problems:
        raise SpecificationError(problems)
    components = {**document.get("components", {}), "schemas": schemas.components}
    written = {
        **{key: value for key, value in document.items() if key in _kept()},
        "info": document["info"],
        "paths": paths,
        "components": {
            key: components[key] for key in ("schemas", "securitySchemes") if key in components
        },
        "tags": calls.tags,
    }
    allowance.take_document(written)
    return Normal(written, (*calls.notes, *notes), False)


def _ask_for_information(source: Source) -> None:
    """Refuse a document without title and version: nothing could be called by its name."""
    info: Any = source.document.get("info") or {}
    lacking = [key for key in ("title", "version") if key not in info]
    if lacking:
        what = f"info has no {' and no '.join(lacking)}"
        raise SpecificationError([source.problem(("info",), what, "add what is missing")])


def _kept() -> set[str]:
    return {"openapi", "servers", "security", *definitions()}


class _Places:
    """Where an object of the document stands; looked for only when something is wrong."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._known: dict[int, tuple[str, ...]] = {}

    def of(self, value: Any) -> tuple[str, ...]:
        """Give the pointer of an object; that of the whole where it was put together."""
        if not self._known:
            waiting: list[tuple[Any, tuple[str, ...]]] = [(self._document, ())]
            while waiting:
                node, at = waiting.pop()
                self._known[id(node)] = at
                if isinstance(node, dict | list):
                    entries = node.items() if isinstance(node, dict) else enumerate(node)
                    waiting += [
                        (one, (*at, str(key)))
                        for key, one in entries
                        if isinstance(one, dict | list)
                    ]
        return self._known.get(id(value), ())
