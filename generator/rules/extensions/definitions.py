"""Extensions: each stands where it belongs and has the form that its definition gives it.

The definitions are `spec/extensions.schema.json`. What an extension says about the rest of the
document is checked next door, in `meanings`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...diagnostics import Problem
from ...openapi.index import Place, Survey

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator

__all__ = ["DEFINITIONS", "RULES", "Definition", "definitions"]

DEFINITIONS: Final = Path(__file__).parents[3] / "spec" / "extensions.schema.json"

_LONGEST_MESSAGE: Final = 160


@dataclass(frozen=True, slots=True)
class Definition:
    """What one extension may be, and where it may stand."""

    stands: tuple[str, ...]
    form: Validator
    kind: str
    words: frozenset[str]

    def is_meant(self, value: object) -> bool:
        """Tell whether a value can be meant by the definition, be it wrong in some part.

        One that is made otherwise throughout is somebody else's extension of the same name; a
        reference is none, wherever it leads.
        """
        if not isinstance(value, {"object": dict, "array": list}.get(self.kind, str | bool)):
            return False
        parts = value if isinstance(value, list) else [value]
        if not self.words or not any(parts):
            return True
        words = self.words | {"$ref"}
        return any(isinstance(one, dict) and not words.isdisjoint(one) for one in parts)


@cache
def definitions() -> Mapping[str, Definition]:
    """Read the definitions of all extensions by name."""
    import jsonschema_rs  # here, since it takes longer to import than most documents to check

    schema = json.loads(DEFINITIONS.read_text(encoding="utf-8"))
    forms = jsonschema_rs.validator_map_for(schema)
    return {
        name: Definition(
            stands=tuple(definition["x-stands"]),
            form=forms[f"#/$defs/{name}"],
            kind=definition.get("type", "string"),
            words=frozenset(definition.get("items", definition).get("properties", ())),
        )
        for name, definition in schema["$defs"].items()
        if name.startswith("x-")
    }


def positions(survey: Survey) -> Iterator[Problem]:
    """Refuse a known extension where it says nothing."""
    for place, name, definition in _used(survey):
        if place.kind not in definition.stands:
            what = f"{name} stands on {_a(place.kind)}"
            remedy = f"it belongs on {' or '.join(map(_a, definition.stands))}"
            yield survey.source.problem((*place.pointer, name), what, remedy, place.subject)


def forms(survey: Survey) -> Iterator[Problem]:
    """Refuse a known extension that is not as it is defined."""
    for place, name, definition in _used(survey):
        for error in definition.form.iter_errors(place.value[name]):
            steps = _offending(error)
            what = f"{'.'.join((name, *steps))}: {_message(error)}"
            remedy = f"{DEFINITIONS.parent.name}/{DEFINITIONS.name} defines {name}"
            yield survey.source.problem((*place.pointer, name, *steps), what, remedy, place.subject)


def _used(survey: Survey) -> Iterator[tuple[Place, str, Definition]]:
    for place in survey.places:
        for name in place.value:
            if name.startswith("x-") and (definition := definitions().get(name)):
                yield place, name, definition


def _offending(error: ValidationError) -> tuple[str, ...]:
    """Lead to the part that is wrong; of what is too much, to the first."""
    unexpected = getattr(error.kind, "unexpected", None) or []
    return tuple(map(str, [*error.instance_path, *unexpected[:1]]))


def _message(error: ValidationError) -> str:
    message = error.message
    return message if len(message) <= _LONGEST_MESSAGE else message[: _LONGEST_MESSAGE - 1] + "…"


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}" if kind != "specification" else "the root"


RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (positions, forms)
