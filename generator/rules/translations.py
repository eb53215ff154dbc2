"""House rules of language: whatever this project says, it says in Chinese as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ..diagnostics import Problem, quote
from ..openapi.index import Place, Steps, Survey, items, text
from ..openapi.source import Value

__all__ = ["RULES", "TEXTS"]

TEXTS: Final = ("title", "summary", "description", "when", "remedy")
# Extensions that carry texts of their own, by how many names lie between them and the texts.
_CARRIERS: Final = {"x-errors": 1, "x-latest": 0, "x-waiters": 1, "x-filters": 1}


def both_languages(survey: Survey) -> Iterator[Problem]:
    """Ask for the Chinese of every text."""
    for at, node, subject in _speakers(survey):
        chinese = node.get("x-zh")
        for key in TEXTS:
            if text(node, key) and not (isinstance(chinese, dict) and key in chinese):
                what, remedy = f"{key} has no Chinese", f"add it under x-zh as {key}"
                yield survey.source.problem((*at, key), what, remedy, subject)


def one_translation(survey: Survey) -> Iterator[Problem]:
    """Refuse two translations of one text, since the Chinese is found by the English."""
    seen: dict[str, tuple[Value, int | None]] = {}
    for at, node, subject in _speakers(survey):
        for key, chinese in items(node.get("x-zh")):
            english = text(node, key)
            place = (*at, "x-zh", key)
            if english is None:
                what, remedy = f"x-zh.{key} translates nothing", f"write {key}, or remove it"
                yield survey.source.problem(place, what, remedy, subject)
                continue
            known, line = seen.setdefault(english.strip(), (chinese, survey.source.line(place)))
            if known != chinese:
                what = f"x-zh.{key}: {quote(english)} reads otherwise on line {line}"
                yield survey.source.problem(place, what, "choose one of the two", subject)


def _speakers(survey: Survey) -> Iterator[tuple[Steps, dict[str, Value], str | None]]:
    """Give whatever may have a text: places, and the extensions on them that carry texts."""
    for place in survey.places:
        if not place.replaced:
            yield place.pointer, place.value, place.subject
            yield from _carried(place)


def _carried(place: Place) -> Iterator[tuple[Steps, dict[str, Value], str | None]]:
    for name, depth in _CARRIERS.items():
        value = place.value.get(name)
        inner = items(value) if depth else [("", value)]
        for key, node in inner:
            if isinstance(node, dict):
                yield (*place.pointer, name, *((key,) if depth else ())), node, place.subject


RULES: Final[tuple[Callable[[Survey], Iterator[Problem]], ...]] = (both_languages, one_translation)
