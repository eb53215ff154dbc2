"""Faults of parameters: bounds, forms, defaults and choices."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..messages import Refusal, Request
from ..service import ReferenceService as Right

__all__ = ["FAULTS"]

Pairs = Mapping[str, list[str]]
_integer, _choice, _text = Right.integer, Right.choice, Right.text


def _bounded(**bounds: Any) -> dict[str, Any]:
    """Read integers within other bounds."""

    def integer(self: Right, name: str, pairs: Pairs, least: int, most: int, default: int) -> int:
        least, most = bounds.get(f"{name}_least", least), bounds.get(f"{name}_most", most)
        return _integer(self, name, pairs, least, most, bounds.get(name, default))

    return {"integer": integer}


def _clamped(self: Right, name: str, pairs: Pairs, least: int, most: int, default: int) -> int:
    try:
        return max(least, min(most, int(pairs[name][0][:1000])))
    except (KeyError, ValueError):
        return _integer(self, name, pairs, least, most, default)


def _lenient(self: Right, name: str, pairs: Pairs, least: int, most: int, default: int) -> int:
    try:
        return _integer(self, name, pairs, least, most, default)
    except Refusal:
        return default


def _python(self: Right, name: str, pairs: Pairs, least: int, most: int, default: int) -> int:
    try:
        number = int(_text(self, name, pairs[name])) if name in pairs else default
    except ValueError:
        raise self.invalid(name, f"{least} to {most}") from None
    if not least <= number <= most:
        raise self.invalid(name, f"{least} to {most}")
    return number


def _chosen(*more: str, fallback: bool = False, fold: bool = False) -> dict[str, Any]:
    """Accept more values, any value as the default, or values in any case."""

    def choice(self: Right, name: str, pairs: Pairs, values: Sequence[str], default: str) -> str:
        text = (pairs.get(name) or [default])[0]
        if name == "sortName" and text in more:
            return default
        if fold and text.lower() in values:
            return text.lower()
        try:
            return _choice(self, name, pairs, values, default)
        except Refusal:
            if fallback:
                return default
            raise

    return {"choice": choice}


def _first_wins(self: Right, name: str, texts: Sequence[str]) -> str:
    return _text(self, name, texts[:1])


def _empty_is_absent(self: Right, request: Request) -> dict[str, list[str]]:
    pairs = Right.pairs(self, request)
    return {name: texts for name, texts in pairs.items() if texts != [""]}


def _closed(self: Right, request: Request) -> dict[str, list[str]]:
    pairs = Right.pairs(self, request)
    known = {"", "deploymentId", "pageIndex", "pageSize", "sortName", "sortOrder"}
    for name in pairs.keys() - known:
        raise self.invalid(name or "Name")
    return pairs


def _swapped_defaults(
    self: Right, name: str, pairs: Pairs, values: Sequence[str], default: str
) -> str:
    return _choice(self, name, pairs, values, "asc" if name == "sortOrder" else default)


def _other_key(self: Right, name: str, pairs: Pairs, values: Sequence[str], default: str) -> str:
    return _choice(self, name, pairs, values, "job_id" if name == "sortName" else default)


FAULTS: Mapping[str, Mapping[str, Any]] = {
    "a page of 101": _bounded(pageSize_most=101),
    "a page of 1000": _bounded(pageSize_most=1000),
    "no page of 100": _bounded(pageSize_most=99),
    "page 0": _bounded(pageIndex_least=0),
    "a page of nothing": _bounded(pageSize_least=0),
    "20 a page by default": _bounded(pageSize=20),
    "page 2 by default": _bounded(pageIndex=2),
    "numbers are clamped": {"integer": _clamped},
    "bad numbers are ignored": {"integer": _lenient},
    "numbers as Python reads them": {"integer": _python},
    "asc by default": {"choice": _swapped_defaults},
    "by id by default": {"choice": _other_key},
    "createdAt is a sort name": _chosen("createdAt"),
    "jobId is a sort name": _chosen("jobId"),
    "startTime is a sort name": _chosen("startTime"),
    "deploymentName is a sort name": _chosen("deploymentName"),
    "gmtCreate is a sort name": _chosen("gmtCreate"),
    "gmt_modified is a sort name": _chosen("gmt_modified"),
    "choices have no case": _chosen(fold=True),
    "bad choices are ignored": _chosen(fallback=True),
    "repeated parameters count once": {"text": _first_wins},
    "empty parameters are absent": {"pairs": _empty_is_absent},
    "unknown parameters are refused": {"pairs": _closed},
}
