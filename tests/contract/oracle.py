"""What a request deserves, by the specification alone.

The request is judged as it went over the wire: whatever made it, and whatever it was meant to be.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from .contract import Contract, Operation, Parameter
from .signing import Sent

__all__ = ["EVERY_SERVER_TAKES", "TOO_LONG", "UNKNOWN_PATH", "Verdict", "is_long", "judge"]

UNKNOWN_PATH = "InvalidApi.NotFound"
TOO_LONG = (414, "InvalidUrl")
"""How a URL may be refused that is longer than every server has to take."""
EVERY_SERVER_TAKES = 8000
"""Bytes of a URL, by RFC 9110, section 4.1."""
_DIGITS = re.compile(r"-?[0-9]+", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LONGEST = 19
"""Digits of the largest integer of any format."""


@dataclass(frozen=True)
class Verdict:
    """What must be answered: a status with one of these codes; or, with none, the operation's answer."""

    status: int
    codes: frozenset[str]
    values: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.status} {' or '.join(sorted(self.codes))}".strip()


def is_long(sent: Sent) -> bool:
    """Tell whether a server may refuse a request for the length of its URL alone."""
    return len(sent.target) > EVERY_SERVER_TAKES


def judge(contract: Contract, operation: Operation, sent: Sent) -> Verdict:
    """Say what a request to the operation's path deserves, its signature aside."""
    if sent.method != operation.method and (sent.method, operation.method) != ("HEAD", "GET"):
        return Verdict(405, frozenset({UNKNOWN_PATH}), {})
    given = _given(operation, sent)
    codes: set[str] = set()
    values: dict[str, Any] = {}
    for parameter in operation.parameters:
        fault, value = _read(parameter, given[parameter.name])
        if fault:
            codes.add(fault)
        values[parameter.name] = value
    status = contract.status(next(iter(codes))) if codes else 200
    return Verdict(status, frozenset(codes), values)


def _given(operation: Operation, sent: Sent) -> dict[str, list[str]]:
    """Collect the texts that were sent for each parameter, still percent-encoded."""
    pairs = [pair.partition("=")[::2] for pair in sent.query.split("&") if pair]
    named = [(_decoded(_spaced(key)), _spaced(value)) for key, value in pairs]
    segments = dict(zip(operation.path.split("/"), sent.path.split("/"), strict=False))
    found: dict[str, list[str]] = {}
    for one in operation.parameters:
        if one.place == "query":
            found[one.name] = [value for key, value in named if key == one.name]
        elif one.place == "path":
            found[one.name] = [segments.get(f"{{{one.name}}}", "")]
        else:
            values = [text for key, text in sent.headers.items() if key.lower() == one.name.lower()]
            found[one.name] = [text.strip(" \t").replace("%", "%25") for text in values]
    return found


def _spaced(text: str) -> str:
    return text.replace("+", "%20")


def _read(parameter: Parameter, texts: list[str]) -> tuple[str | None, Any]:
    """Give the error code that the texts deserve, or the value that they stand for."""
    if not texts:
        missing = f"Missing{parameter.code}" if parameter.required else None
        return missing, parameter.default
    text = _decoded(texts[0])
    if len(texts) > 1 or text is None:
        return f"Invalid{parameter.code}", None
    value = _value(parameter.kind, text)
    above = isinstance(value, int) and parameter.largest is not None and value > parameter.largest
    if above or text == "" or not parameter.validator.is_valid(value):
        return f"Invalid{parameter.code}", None
    return None, value


def _value(kind: str, text: str) -> Any:
    """Read a text as its kind; what cannot be read stays text, which no other kind allows."""
    if kind == "integer" and _DIGITS.fullmatch(text) and len(text) <= _LONGEST + 1:
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text):
        return float(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _decoded(text: str) -> str | None:
    """Decode percent-encoding; None where it is broken or gives no text."""
    if _BROKEN_ESCAPE.search(text):
        return None
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        return None
