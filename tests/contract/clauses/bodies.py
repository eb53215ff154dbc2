"""The JSON body of a request: absent, malformed, and each property at and beyond its schema."""

import copy
from collections.abc import Iterator
from typing import Any

import msgspec

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..request_body import JSON, RequestBody
from ..schemas import Property
from .property_values import Absent, values_of

_MALFORMED: dict[str, bytes] = {
    "word": b"savepoint",
    "blank": b" ",
    "nul": b"\0",
    "form": b"a=b&c=d",
    "markup": b"<body/>",
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "no-utf-8": b'"\xff"',
}
_MALFORMED_PROPERTIES: dict[str, bytes] = {
    "single-quotes": b"'a': 1",
    "unquoted-name": b"a: 1",
    "trailing-comma": b'"a": 1,',
    "comment": b'"a": 1 /* one */',
    "not-a-number": b'"a": NaN',
    "infinity": b'"a": Infinity',
    "leading-zero": b'"a": 01',
    "control-character": b'"a": "\n"',
    "without-value": b'"a":',
}
"""Pairs that are sent beside valid properties."""
_ROOTS: dict[str, bytes] = {
    "list": b"[]",
    "text": b'"text"',
    "number": b"1",
    "true": b"true",
    "null": b"null",
    "deeply-nested": b"[" * 50_000 + b"]" * 50_000,
}
_MEDIA_TYPES = ("text/plain", "application/xml", "application/x-www-form-urlencoded", None)
_CHARSETS = {
    "charset": f"{JSON}; charset=utf-8",
    "charset-in-capitals": f"{JSON};charset=UTF-8",
    "media-type-in-capitals": JSON.upper(),
}


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the body of an operation that takes one."""
    body = operation.body
    if body is None:
        return
    yield _sent(operation, "absent", b"")
    sample = msgspec.json.encode(body.sample)
    for name, data in {**_MALFORMED, **_spoilt(sample)}.items():
        yield _sent(operation, f"malformed/{name}", data)
    for name, data in _ROOTS.items():
        yield _sent(operation, f"root/{name}", data)
    for field in body.properties:
        yield from _of_property(operation, body, field)
    if isinstance(body.sample, dict):
        yield from _of_other_properties(operation, body)
    yield from _of_spelling(operation, body)
    yield from _of_media_types(operation)
    yield _too_large(operation)


def _sent(operation: Operation, name: str, data: bytes, **headers: str | None) -> Clause:
    """Build a clause that sends exactly these bytes."""

    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {}).with_changes(body=data)
        for header, value in headers.items():
            request = request.with_header(header.replace("_", "-"), value)
        checker.expect_verdict(operation, request)

    fact = f"A body gets the response that its schema asks for ({_words(name)})."
    return Clause(f"{operation.name}/body/{name}", fact, check)


def _spoilt(sample: bytes) -> dict[str, bytes]:
    """Return malformed variants of a valid body."""
    spoilt = {
        "cut-short": sample[:-1],
        "first-byte-alone": sample[:1],
        "twice": sample + sample,
        "followed-by-letter": sample + b"x",
    }
    if sample.startswith(b"{"):
        comma = b"" if sample == b"{}" else b", "
        for name, pair in _MALFORMED_PROPERTIES.items():
            spoilt[name] = sample[:-1] + comma + pair + b"}"
    return spoilt


def _of_property(operation: Operation, body: RequestBody, field: Property) -> Iterator[Clause]:
    for name, value in values_of(field, _at(body.sample, field.path)):
        yield _with_value(operation, f"{field.name}/{name}", field.path, value)


def _of_other_properties(operation: Operation, body: RequestBody) -> Iterator[Clause]:
    """Yield clauses about properties that a request has no use for."""
    unknown = {"unknown": 1, "unknown-object": {"a": [None]}, "unknown-null": None}
    for name, value in unknown.items():
        yield _with_value(operation, name, ("inTheNextVersion",), value)
    for name, value in body.read_only.items():
        yield _with_value(operation, f"{name}/read-only", (name,), value)
        other = [] if isinstance(value, str) else "other"
        yield _with_value(operation, f"{name}/read-only-of-another-type", (name,), other)


def _of_spelling(operation: Operation, body: RequestBody) -> Iterator[Clause]:
    sample = msgspec.json.encode(body.sample)
    yield _sent(operation, "spelling/whitespace", b"\r\n\t " + sample + b" \n")
    yield _sent(operation, "spelling/indented", msgspec.json.format(sample, indent=4))
    if isinstance(body.sample, dict):
        escaped = {_escaped(name): value for name, value in body.sample.items()}
        data = msgspec.json.encode(escaped).replace(b"\\\\u", b"\\u")
        yield _sent(operation, "spelling/escaped-names", data)


def _escaped(name: str) -> str:
    return f"\\u{ord(name[0]):04x}{name[1:]}"


def _of_media_types(operation: Operation) -> Iterator[Clause]:
    assert operation.body is not None
    sample = msgspec.json.encode(operation.body.sample)
    for name, value in _CHARSETS.items():
        yield _sent(operation, f"media-type/{name}", sample, content_type=value)
    for media_type in _MEDIA_TYPES:
        name = (media_type or "absent").replace("/", "-")
        yield _sent(operation, f"media-type/{name}", sample, content_type=media_type)
        yield _sent(operation, f"media-type/{name}-malformed", b"a=b", content_type=media_type)


def _too_large(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        assert operation.body is not None
        request = checker.client.unsigned_request(operation, {})
        padding = b" " * checker.control.max_body_bytes
        large = request.with_changes(body=request.body + padding)
        signed = checker.client.sign(operation, large)
        checker.expect_error(operation, checker.client.send(operation, signed), "InvalidBody")

    fact = "A body that is too large is refused."
    return Clause(f"{operation.name}/body/too-large", fact, check, frozenset({"control"}))


def _with_value(
    operation: Operation, name: str, path: tuple[str | int, ...], value: object
) -> Clause:
    """Build a clause that sends the sample with another value of one property, or without it."""

    def check(checker: Checker) -> None:
        request = checker.client.unsigned_request(operation, {})
        document = _changed(msgspec.json.decode(request.body), path, value)
        checker.expect_verdict(operation, request.with_changes(body=msgspec.json.encode(document)))

    fact = f"A property gets the response that its schema asks for ({_words(name)})."
    return Clause(f"{operation.name}/body/{name}", fact, check)


def _changed(document: Any, path: tuple[str | int, ...], value: object) -> Any:
    changed = copy.deepcopy(document)
    *above, last = path
    owner = _at(changed, tuple(above))
    if value is Absent:
        del owner[last]
    else:
        owner[last] = value
    return changed


def _at(document: Any, path: tuple[str | int, ...]) -> Any:
    """Return the value at a path; Absent where the document has none."""
    for step in path:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return Absent
    return document


def _words(name: str) -> str:
    return name.replace("/", ": ").replace("-", " ")
