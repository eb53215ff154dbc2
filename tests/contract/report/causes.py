"""The cause of a failure: what its violations have in common, so that one fault is one finding."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException

from ..clause import ContractViolation
from ..contract import Contract

__all__ = ["GUARD", "Cause", "cause_of", "message_of"]

GUARD, CRASH, VIOLATION = 0, 1, 2
"""Ranks of causes, the worst first: a guard that lets pass, a server that fails, all others."""
_OWN_CHECK = "deserved_response"
_POINTER = re.compile(r"\$(?P<path>[.\[\]\w-]*): (?P<fault>.*)", re.DOTALL)
_GUARDED = ("authentication", "permission", "throttled")
_DESERVES = re.compile(
    r"the request deserves (?P<expected>.+?), and got (?P<status>\d+) ?(?P<code>\S*)"
)
_VALUE = re.compile(
    r'^(".*"|-?\d[\d.e+-]*|\{.*\}|\[.*\]|null|true|false) (?=is |does |has )', re.DOTALL
)
_VARYING = re.compile(r'"[^"]*"|\'[^\']*\'|\{.*\}|\[.*\]|-?\d+', re.DOTALL)
_TELLING = ("status", "code", "success")
"""Labels of values of which there are so few that they belong to the cause."""
_MOST_CODES = 2
_LONGEST = 100


@dataclass(frozen=True)
class Cause:
    """A cause: its text, its rank, and what it says of the contract: error codes, a property."""

    text: str
    rank: int = VIOLATION
    codes: tuple[str, ...] = ()
    property: str = ""


def message_of(error: BaseException) -> str:
    """Return what an exception says, of several the one that the suite's own check raised."""
    for failure in _flattened(error):
        title, _, details = str(failure).partition("\n\n")
        if _OWN_CHECK in title and details:
            return details.strip()
    first = next(_flattened(error))
    if isinstance(first, AssertionError):
        return str(first) or type(first).__name__
    return f"{type(first).__name__}: {first}"


def cause_of(contract: Contract, error: BaseException, status: int | None) -> Cause:
    """Find the cause of a failure; `status` is that of the last response, if there was one."""
    message = message_of(error)
    first = next(_flattened(error))
    if isinstance(first, ContractViolation) and first.codes:
        return _unexpected(contract, first.codes, first.status, first.code)
    if match := _DESERVES.search(message):
        codes = tuple(re.findall(r"[A-Z][\w.{}]+", match["expected"]))
        return _unexpected(contract, codes, int(match["status"]), match["code"])
    if isinstance(first, OSError | HTTPException):
        return Cause(f"no response: {message}"[:_LONGEST], CRASH)
    rank = CRASH if status is not None and status >= 500 else VIOLATION
    if match := _POINTER.search(message):
        names = re.findall(r"[A-Za-z_][\w-]*", match["path"])
        fault = _VALUE.sub("", match["fault"].partition("; ")[0].partition("\n")[0])
        name = names[-1] if names else "the body"
        return Cause(f"{name}: {fault}"[:_LONGEST], rank, property=names[-1] if names else "")
    line = message.partition("\n")[0]
    label, compared, _ = line.partition(": expected ")
    if label.startswith(_TELLING):
        return Cause(line[:_LONGEST], rank)
    text = _VARYING.sub("…", label)[:_LONGEST]
    return Cause(f"{text}: another value than expected" if compared else text, rank)


def _unexpected(
    contract: Contract, codes: tuple[str, ...], status: int | None, code: str | None
) -> Cause:
    """Build the cause of a response that another one was expected for."""
    got = f"{status} {code or ''}".strip()
    succeeded = status == 200 and not code
    guarded = {code for meaning in _GUARDED for code in contract.codes(meaning)}
    rank = GUARD if succeeded and guarded & set(codes) else VIOLATION
    rank = CRASH if status is not None and status >= 500 else rank
    stated = sorted(codes)
    others = f" or {len(stated) - 1} others" if len(stated) > _MOST_CODES else ""
    expected = stated[0] + others if others else " or ".join(stated) or "a success"
    return Cause(f"expected {expected}, got {got}"[:_LONGEST], rank, tuple(sorted(codes)))


def _flattened(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _flattened(inner)
    else:
        yield error
