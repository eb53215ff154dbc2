"""The oracle: the response that a request deserves, by the specification alone.

A request is judged as it went over the wire, whatever made it and whatever it was meant to be.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from .contract import Contract, Operation, Parameter
from .request_body import JSON, RequestBody
from .signing import RawRequest

__all__ = ["MAX_PORTABLE_URL", "TOO_LONG", "UNKNOWN_PATH", "Verdict", "is_long", "judge"]

UNKNOWN_PATH = "InvalidApi.NotFound"
_MISMATCH = "SignatureDoesNotMatch"
TOO_LONG = (414, "InvalidUrl")
"""Status and code for a URL that is longer than every server has to take."""
MAX_PORTABLE_URL = 8000
"""Bytes of a URL that every server has to take, by RFC 9110, section 4.1."""
_DIGITS = re.compile(r"-?[0-9]+", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BOOLEANS = {"true": True, "True": True, "false": False, "False": False}
_MAX_DIGITS = 19
"""Digits of the largest integer of any format."""


@dataclass(frozen=True)
class Verdict:
    """The expected response: a status with one of these codes; with none, a success.

    Where `may_succeed` is set, the contract leaves open whether the request is refused at all.
    """

    status: int
    codes: frozenset[str]
    values: Mapping[str, Any]
    may_succeed: bool = False

    def fits(self, status: int, code: str | None) -> bool:
        """Whether a response is an expected one; `code` is that of an error response."""
        if status == 200 and (self.may_succeed or not self.codes):
            return True
        return bool(self.codes) and status == self.status and code in self.codes

    def __str__(self) -> str:
        return f"{self.status} {' or '.join(sorted(self.codes))}".strip()


def is_long(request: RawRequest) -> bool:
    """Whether a server may refuse a request for the length of its URL alone."""
    return len(request.target) > MAX_PORTABLE_URL


def judge(contract: Contract, operation: Operation, request: RawRequest) -> Verdict:
    """Return what a request deserves that was made for an operation, its signature aside."""
    segments = operation.pattern.match(request.path)
    if segments is None:
        status = 405 if contract.methods_at(request.path) else 404
        return Verdict(status, frozenset({UNKNOWN_PATH}), {})
    if request.method != operation.method and (request.method, operation.method) != ("HEAD", "GET"):
        return Verdict(405, frozenset({UNKNOWN_PATH}), {})
    texts = _parameter_texts(operation, request, segments)
    codes: set[str] = set()
    values: dict[str, Any] = {}
    for parameter in operation.parameters:
        fault, value = _decode(parameter, texts[parameter.name])
        if fault:
            codes.add(fault)
        values[parameter.name] = value
    open_codes = _open_codes(operation, texts, codes)
    may_succeed = bool(open_codes) and not codes
    codes |= open_codes
    if operation.body is not None:
        faults, is_open = _judge_body(operation.body, request)
        if not faults or is_open:
            stated = operation.body.values(request.body)
            values = {**stated, **values}
            values.pop(operation.chosen or "", None)
        may_succeed = (is_open and not codes) or (may_succeed and not faults)
        codes |= faults
    status = contract.status(next(iter(codes))) if codes else 200
    return Verdict(status, frozenset(codes), values, may_succeed)


def _open_codes(
    operation: Operation, texts: Mapping[str, list[str]], codes: Collection[str]
) -> set[str]:
    """Return further codes for texts that the contract leaves open how to read or to sign."""
    found = set()
    for parameter in operation.parameters:
        sent = texts[parameter.name]
        if parameter.location == "header" and not "".join(sent).isascii():
            found |= {f"Invalid{parameter.error_name}", _MISMATCH}
        if f"Invalid{parameter.error_name}" in codes and None in map(_percent_decode, sent):
            found.add(_MISMATCH)
    return found


def _judge_body(body: RequestBody, request: RawRequest) -> tuple[frozenset[str], bool]:
    """Return the codes that a body deserves, and whether it may be accepted all the same."""
    faults = body.faults(request.body)
    is_open = body.leaves_open(request.body)
    if request.body and not faults and (is_open or not _is_json(request)):
        return frozenset({"InvalidBody"}), True
    return faults, is_open


def _is_json(request: RawRequest) -> bool:
    """Whether the media type of a body is the one that the contract names."""
    stated = next(
        (text for name, text in request.headers.items() if name.lower() == "content-type"), ""
    )
    return stated.partition(";")[0].strip().lower() == JSON


def _parameter_texts(
    operation: Operation, request: RawRequest, segments: Mapping[str, str]
) -> dict[str, list[str]]:
    """Collect the texts that were sent for each parameter, still percent-encoded."""
    pairs = [pair.partition("=")[::2] for pair in request.query.split("&") if pair]
    named = [(_percent_decode(_plus_as_space(key)), _plus_as_space(value)) for key, value in pairs]
    texts: dict[str, list[str]] = {}
    for parameter in operation.parameters:
        name = parameter.name
        if parameter.location == "query":
            texts[name] = [value for key, value in named if key == name]
        elif parameter.location == "path":
            texts[name] = [segments[name]]
        else:
            headers = request.headers.items()
            values = [text for key, text in headers if key.lower() == name.lower()]
            texts[name] = [text.strip(" \t").replace("%", "%25") for text in values]
    return texts


def _plus_as_space(text: str) -> str:
    return text.replace("+", "%20")


def _decode(parameter: Parameter, texts: list[str]) -> tuple[str | None, Any]:
    """Return the error code that the texts deserve, or the value that they stand for."""
    if not texts:
        missing = f"Missing{parameter.error_name}" if parameter.required else None
        return missing, parameter.default
    text = _percent_decode(texts[0])
    if len(texts) > 1 or text is None:
        return f"Invalid{parameter.error_name}", None
    value = _typed(parameter.type, text)
    above = isinstance(value, int) and parameter.maximum is not None and value > parameter.maximum
    if above or text == "" or not parameter.validator.is_valid(value):
        return f"Invalid{parameter.error_name}", None
    return None, value


def _typed(kind: str, text: str) -> Any:
    """Read a text as a type; one that cannot be read stays text, which no other type allows."""
    if kind == "integer" and _DIGITS.fullmatch(text) and len(text) <= _MAX_DIGITS + 1:
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text):
        return float(text)
    if kind == "boolean":
        return _BOOLEANS.get(text, text)
    return text


def _percent_decode(text: str) -> str | None:
    """Decode percent-encoding; None where it is broken or not UTF-8."""
    if _BROKEN_ESCAPE.search(text):
        return None
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        return None
