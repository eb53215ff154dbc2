"""Reading of error bodies in the forms that services use; imported with the first error.

These are problem details (RFC 9457), validation errors of web frameworks (`detail: [{loc, msg}]`),
objects below `error` or `errors`, and plain objects and texts. Names are compared without case,
hyphens and underscores.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

__all__ = ["ReportedError", "first_text", "read_error_body"]

_MESSAGES = (
    "detail",
    "message",
    "errormessage",
    "msg",
    "errordescription",
    "description",
    "reason",
)
_NESTED = ("error", "errors", "detail", "details", "fault", "problem", "violations", "issues")
_CODES = ("code", "errorcode", "errorid", "error", "type", "status")
_REQUEST_IDS = ("requestid", "traceid", "correlationid")
_LOCATIONS = ("loc", "field", "path", "pointer", "property", "param", "parameter", "name")
_NO_TYPE = "about:blank"
_MOST_PROBLEMS = 5
_DEEPEST = 4
_LONGEST_TEXT = 500
_SEPARATOR = re.compile(r"[-_]")
_BLANK = re.compile(r"\s")


class ReportedError(Struct, frozen=True, kw_only=True):
    """An error as the service reports it; absent facts are None."""

    code: str | None = None
    message: str | None = None
    request_id: str | None = None
    detail: Any = None


def read_error_body(body: bytes, content_type: str, status: int) -> ReportedError:
    """Return what a body says about an error, whatever form it has; nothing where it says nothing."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ReportedError(message=_plain_text(body, content_type))
    if not isinstance(value, dict):
        return ReportedError(message=_message(value, 0))
    fields = _fields(value)
    owners = [fields, *(_fields(value) for value in _nested_objects(fields))]
    return ReportedError(
        message=_message(value, 0),
        code=next(filter(None, (_code(owner, status) for owner in reversed(owners))), None),
        request_id=next(filter(None, map(_request_id, owners)), None),
        detail=fields.get("detail"),
    )


def first_text(value: object) -> str | None:
    """Return a value as text; of a list of texts, the first line of its first."""
    if isinstance(value, list):
        return str(value[0]).partition("\n")[0] if value else None
    return None if value is None else str(value)


def _plain_text(body: bytes, content_type: str) -> str | None:
    """Return the first line of plain text; pages for people are not messages."""
    if not content_type.lower().startswith("text/plain"):
        return None
    return (
        body.decode("utf-8", "replace").strip().partition("\n")[0].strip()[:_LONGEST_TEXT] or None
    )


def _fields(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of an object by their comparable names; of equal ones, the first."""
    fields: dict[str, Any] = {}
    for name, member in value.items():
        fields.setdefault(_SEPARATOR.sub("", name).lower(), member)
    return fields


def _nested_objects(fields: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the objects that may describe the error in place of the one they are in."""
    for name in _NESTED:
        member = fields.get(name)
        only = member[0] if isinstance(member, list) and len(member) == 1 else member
        if isinstance(only, dict):
            yield only


def _message(value: object, depth: int) -> str | None:
    """Return the message that a value holds, however deep; None where there is none."""
    if isinstance(value, str):
        return value.strip() or None
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        return _messages(value, depth)
    return _object_message(_fields(value), depth) if isinstance(value, dict) else None


def _object_message(fields: Mapping[str, Any], depth: int) -> str | None:
    title = _text(fields.get("title"))
    message = next(filter(None, (_text(fields.get(name)) for name in _MESSAGES)), None)
    if message is None:
        nested = (_message(fields.get(name), depth + 1) for name in (*_MESSAGES, *_NESTED))
        message = next(filter(None, nested), None)
    if title and message and title not in message:
        return f"{title}: {message}"
    return message or title


def _messages(values: list[Any], depth: int) -> str | None:
    """Return the messages of a list: of texts the first line of its first, of objects each with its location."""
    if values and isinstance(values[0], str):
        return first_text(values)
    found = [_problem(value, depth) for value in values[:_MOST_PROBLEMS]]
    texts = [text for text in found if text]
    more = len(values) - _MOST_PROBLEMS
    return "; ".join([*texts, *([f"{more} more"] if more > 0 and texts else [])]) or None


def _problem(value: object, depth: int) -> str | None:
    """Return the message of one of several problems, after the location that it names."""
    message = _message(value, depth + 1)
    if message is None or not isinstance(value, dict):
        return message
    fields = _fields(value)
    stated = next((fields[name] for name in _LOCATIONS if fields.get(name)), None)
    parts = stated if isinstance(stated, list) else [stated]
    location = ".".join(str(part) for part in parts if isinstance(part, str | int))
    return f"{location}: {message}" if location else message


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _code(fields: Mapping[str, Any], status: int) -> str | None:
    """Return the code of an error; a number that repeats the status is none, nor is a phrase."""
    has_message = any(_text(fields.get(name)) for name in (*_MESSAGES, "title"))
    for name in _CODES:
        member = fields.get(name)
        if name == "error" and not has_message:
            continue
        is_number = isinstance(member, int) and not isinstance(member, bool) and member != status
        if is_number and name != "status":
            return str(member)
        text = _text(member)
        if text and text not in (_NO_TYPE, str(status)) and not _BLANK.search(text):
            return text
    return None


def _request_id(fields: Mapping[str, Any]) -> str | None:
    return next(filter(None, (_text(fields.get(name)) for name in _REQUEST_IDS)), None)
