"""What a request deserves, by the specification alone.

The request is judged as it went over the wire: whatever made it, and whatever it was meant to be.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from .contract import Contract, Operation, Parameter

__all__ = ["Verdict", "judge", "violations"]

_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Verdict:
    """What must be answered: a status with one of these codes; or, with none, the operation's own answer."""

    status: int
    codes: frozenset[str]
    values: Mapping[str, Any]


def judge(operation: Operation, method: str, url: str, headers: Mapping[str, str]) -> Verdict:
    """Say what a request to the operation's path deserves, its signature aside."""
    if method not in (operation.method, "HEAD"):
        return Verdict(405, frozenset({"InvalidApi.NotFound"}), {})
    parts = urlsplit(url)
    given = _given(operation, parts.path, parts.query, headers)
    codes: set[str] = set()
    values: dict[str, Any] = {}
    for parameter in operation.parameters:
        fault, value = _read(parameter, given[parameter.name])
        if fault:
            codes.add(fault)
        values[parameter.name] = value
    return Verdict(400 if codes else 200, frozenset(codes), values)


def _given(
    operation: Operation, path: str, query: str, headers: Mapping[str, str]
) -> dict[str, list[str]]:
    """Collect the texts that were sent for each parameter, still percent-encoded."""
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    named = [(_decoded(key.replace("+", " ")), value.replace("+", " ")) for key, value in pairs]
    segments = dict(zip(operation.path.split("/"), path.split("/"), strict=False))
    found: dict[str, list[str]] = {}
    for one in operation.parameters:
        if one.place == "query":
            found[one.name] = [value for key, value in named if key == one.name]
        elif one.place == "path":
            found[one.name] = [segments.get(f"{{{one.name}}}", "")]
        else:
            sent = [value for key, value in headers.items() if key.lower() == one.name.lower()]
            found[one.name] = [value.strip().replace("%", "%25") for value in sent]
    return found


def _read(parameter: Parameter, texts: list[str]) -> tuple[str | None, Any]:
    """Give the error code that the texts deserve, or the value that they stand for."""
    if not texts:
        missing = f"Missing{parameter.code}" if parameter.required else None
        return missing, parameter.schema.get("default")
    text = _decoded(texts[0])
    if len(texts) > 1 or text is None:
        return f"Invalid{parameter.code}", None
    value: Any = text
    if parameter.schema["type"] == "integer":
        value = int(text) if _DIGITS.fullmatch(text) and len(text) < 20 else text
    above = isinstance(value, int) and parameter.largest is not None and value > parameter.largest
    if above or not parameter.validator.is_valid(value):
        return f"Invalid{parameter.code}", None
    return None, value


def _decoded(text: str) -> str | None:
    """Decode percent-encoding; None where it is broken or gives no text."""
    if _BROKEN_ESCAPE.search(text):
        return None
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        return None


def violations(contract: Contract, verdict: Verdict, status: int, body: Any) -> list[str]:
    """List where an answer is not what the verdict demands."""
    code = body.get(contract.refusal["code"]) if isinstance(body, dict) else None
    if status != verdict.status:
        return [f"the request deserves {_wanted(verdict)}, and got {status} {code}"]
    if verdict.codes and code not in verdict.codes:
        return [f"the request deserves {_wanted(verdict)}, and got {code}"]
    return []


def _wanted(verdict: Verdict) -> str:
    return f"{verdict.status} {' or '.join(sorted(verdict.codes))}".strip()
