"""Error bodies in the forms that a contract states: templates, with slots for the facts of an error."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

__all__ = ["ErrorFacts", "ErrorForm", "ErrorForms", "Fact", "Slot"]

Fact: TypeAlias = Literal[
    "code", "message", "title", "status", "request_id", "path", "time", "location"
]
_VALIDATION_STATUS, _INVALID = 422, 400


class Slot(Struct, frozen=True, kw_only=True):
    """A part of a template that a fact replaces; as one of `values`, where the contract lists them.

    Where `is_text`, a fact that is no text is written as one.
    """

    fact: Fact
    is_text: bool = True
    values: tuple[Any, ...] = ()


class ErrorFacts(Struct, frozen=True, kw_only=True):
    """The facts of an error: `location` is that of an invalid parameter, such as query and its name."""

    code: str
    message: str
    status: int
    request_id: str
    path: str
    location: tuple[str, ...] = ()

    def value(self, slot: Slot) -> Any:
        """Return what belongs into a slot."""
        if slot.fact == "location":
            return ".".join(self.location) if slot.is_text else list(self.location)
        if slot.fact == "time":
            now = datetime.now(UTC)
            return now.isoformat() if slot.is_text else int(now.timestamp())
        value = reason(self.status) if slot.fact == "title" else getattr(self, slot.fact)
        value = str(value) if slot.is_text else self.status
        return _chosen(value, slot.values) if slot.values else value


class ErrorForm(Struct, frozen=True, kw_only=True):
    """The form of an error body: its media type, and JSON, or a slot alone for plain text."""

    media_type: str
    template: Any

    def encode(self, facts: ErrorFacts) -> bytes:
        """Return the body that tells these facts."""
        if "json" not in self.media_type:
            return str(_fill(self.template, facts)).encode()
        return msgspec.json.encode(_fill(self.template, facts))


class ErrorForms(Struct, frozen=True, kw_only=True):
    """The forms of a contract: by operation and status, None for one that is stated without a body.

    `common` is that of the errors that the contract does not state.
    """

    by_operation: Mapping[str, Mapping[str, ErrorForm | None]]
    common: ErrorForm

    def find(self, operation: str | None, status: int) -> ErrorForm:
        """Return the form of a status of an operation; of None where no operation was found."""
        forms = self.by_operation.get(operation or "", {})
        for stated in (str(status), f"{status // 100}XX", "default"):
            if form := forms.get(stated):
                return form
        return self.common

    def invalid_status(self, operation: str | None) -> int:
        """Return the status that an operation states for invalid requests: 400, or 422 in its place."""
        stated = self.by_operation.get(operation or "", {})
        has_own = not {str(_INVALID), "4XX"}.isdisjoint(stated)
        return _INVALID if has_own or str(_VALIDATION_STATUS) not in stated else _VALIDATION_STATUS


def reason(status: int) -> str:
    """Return the standard phrase of a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _fill(template: Any, facts: ErrorFacts) -> Any:
    if isinstance(template, Slot):
        return facts.value(template)
    if isinstance(template, dict):
        return {name: _fill(value, facts) for name, value in template.items()}
    return [_fill(value, facts) for value in template] if isinstance(template, list) else template


def _chosen(value: object, values: tuple[Any, ...]) -> Any:
    """Return the listed value that a fact is, without case, spaces and hyphens; else the first."""
    return next((listed for listed in values if _plain(listed) == _plain(value)), values[0])


def _plain(value: object) -> str:
    return "".join(filter(str.isalnum, str(value))).lower()
