"""The rules that a specification obeys before anything is generated from it.

Safety rules hold for every specification; house rules only for one that asks for them with
`x-house-rules: true`. A rule is a function that reads a survey and yields problems.
"""

from __future__ import annotations

from ..diagnostics import Problem, SpecificationError
from ..openapi.index import Survey
from ..openapi.source import Source
from . import keywords, references, safety, style, translations
from .extensions import definitions, listings, semantics, waiters

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
        rules += definitions.RULES + semantics.RULES + waiters.RULES + listings.RULES
    if keeps_house_rules and not recorded:
        rules += style.RULES + translations.RULES
    return SpecificationError(p for rule in rules for p in rule(survey)).problems
