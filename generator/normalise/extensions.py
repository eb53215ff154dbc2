"""Typed values of the extensions of `spec/extensions.schema.json`, which a rule has checked.

Their names are still those of the document; what they mean for an output is decided by `interpret`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct, convert

__all__ = [
    "Awaits",
    "Block",
    "Confirmation",
    "Duration",
    "EmbeddedJson",
    "Envelope",
    "ErrorResponse",
    "ErrorRule",
    "Filter",
    "Idempotency",
    "Latest",
    "Lookup",
    "Only",
    "Pagination",
    "Permission",
    "Related",
    "Signature",
    "Time",
    "Waiter",
    "extension",
    "extension_list",
    "extension_map",
]

ExtensionT = TypeVar("ExtensionT", bound=Struct)


class Time(Struct, frozen=True, rename="camel"):
    """`x-time`."""

    unit: str
    view: str


class EmbeddedJson(Struct, frozen=True, rename="camel"):
    """`x-embedded`; `schema` is the name of a component, once a schema has been normalised."""

    schema: str
    escaped_times: tuple[int, ...]
    view: str


class Block(Struct, frozen=True):
    """One of `x-blocks`."""

    title: str
    shows: tuple[str, ...]
    needs: str = ""


class Duration(Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """One of `x-durations`."""

    start: str
    end: str


class Pagination(Struct, frozen=True, rename="camel"):
    """`x-pagination`."""

    key: str
    style: str = "page"
    page: str | None = None
    offset: str | None = None
    cursor: str | None = None
    size: str | None = None
    items: str | None = None
    total: str | None = None
    next: str | None = None

    @property
    def position(self) -> str | None:
        """The parameter that chooses a page."""
        return self.page or self.offset or self.cursor


class Latest(Struct, frozen=True, rename="camel"):
    """`x-latest`."""

    summary: str
    time: str
    size: int
    order: tuple[str, ...]


class Only(Struct, frozen=True, rename="camel"):
    """`x-only`."""

    match: str
    parameter: str


class Idempotency(Struct, frozen=True, rename="camel"):
    """`x-idempotency`."""

    key: str
    source: str = "doc"
    read: str | None = None


class Lookup(Struct, frozen=True, rename="camel"):
    """One of `x-lookups`."""

    operation: str
    filter: str
    match: str
    result: str
    description: str


class Awaits(Struct, frozen=True, rename="camel"):
    """`x-awaits`."""

    operation: str
    waiter: str
    subject: str
    goal: str


class Confirmation(Struct, frozen=True, rename="camel"):
    """`x-confirm`."""

    question: str


class Related(Struct, frozen=True, rename="camel"):
    """One of `x-related`."""

    operation: str
    parameters: dict[str, str]


class Filter(Struct, frozen=True, rename="camel"):
    """One of `x-filters`."""

    property: str
    keeps: str
    description: str


class Waiter(Struct, frozen=True, rename="camel"):
    """One of `x-waiters`."""

    summary: str
    subject: str
    state: str
    goals: dict[str, tuple[str, ...]]
    goal: str
    final: tuple[str, ...]
    every_seconds: int
    timeout_seconds: int
    latest: str | None = None
    failure: str = ""
    cause: str = ""
    reason: str = ""


class Permission(Struct, frozen=True, rename="camel"):
    """`x-ram`."""

    action: str
    access_level: str
    resource: str
    condition_keys: tuple[str, ...]
    related_operations: tuple[str, ...]


class Envelope(Struct, frozen=True, rename="camel"):
    """`x-envelope.response`: the properties beside a payload."""

    success: str
    code: str
    message: str
    request_id: str
    payload: str
    status: str | None = None
    empty_codes: tuple[str, ...] = ("",)


class ErrorResponse(Struct, frozen=True, rename="camel"):
    """`x-envelope.error`: the properties of an error response."""

    message: str
    code: str = "code"
    request_id: str = "requestId"
    detail: str = "detail"
    host: str | None = None
    recommend: str | None = None


class ErrorRule(Struct, frozen=True, rename={"source": "x-source"}):
    """One of `x-errors`."""

    code: str
    status: int
    meaning: str
    when: str
    remedy: str
    retryable: bool
    repair: str | None = None
    source: str = "doc"


class Signature(Struct, frozen=True, rename="camel"):
    """`x-signature`."""

    version: str
    window_minutes: int
    required: tuple[str, ...]


def extension(owner: Mapping[str, Any], name: str, type_: type[ExtensionT]) -> ExtensionT | None:
    """Read an extension; None where there is none."""
    return convert(owner[name], type_) if name in owner else None


def extension_list(
    owner: Mapping[str, Any], name: str, type_: type[ExtensionT]
) -> tuple[ExtensionT, ...]:
    """Read each entry of an extension that is a list."""
    return tuple(convert(value, type_) for value in owner.get(name, ()))


def extension_map(
    owner: Mapping[str, Any], name: str, type_: type[ExtensionT]
) -> tuple[tuple[str, ExtensionT], ...]:
    """Read each entry of an extension that is a mapping, with its name."""
    return tuple((key, convert(value, type_)) for key, value in owner.get(name, {}).items())
