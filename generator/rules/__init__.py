"""The rules that a specification obeys before anything is generated from it.

Safety rules hold for every specification; house rules only for one that asks for them with
`x-house-rules: true`. A rule is a function that reads a survey and yields problems.
"""

from __future__ import annotations

from ..problems import Problem, SpecificationError
from ..source import Source
from . import extensions, house, keywords, languages, listings, meanings, references, safety, waits
from .places import Survey

__all__ = ["check"]


def check(source: Source, *, recorded: bool = False) -> tuple[Problem, ...]:
    """Name everything that is wrong with a specification, in the order of its lines.

    A recorded version is held to what makes it readable only: other rules came later than it.
    """
    survey = Survey(source)
    keeps_house_rules = source.document.get("x-house-rules") is True
    rules = references.RULES + safety.RULES + keywords.RULES
    if keeps_house_rules:
        rules += safety.PLAIN
    if not recorded:
        rules += extensions.RULES + meanings.RULES + waits.RULES + listings.RULES
    if keeps_house_rules and not recorded:
        rules += house.RULES + languages.RULES
    return SpecificationError(p for rule in rules for p in rule(survey)).problems
