"""The rules that a specification obeys before anything is generated from it.

Safety rules hold for every specification; house rules only for one that asks for them with
`x-house-rules: true`. A rule is a function that reads a survey and yields problems.
"""

from __future__ import annotations

from ..problems import Problem, SpecificationError
from ..source import Source
from . import extensions, house, meanings, references, safety, waits
from .places import Survey

__all__ = ["check"]


def check(source: Source) -> tuple[Problem, ...]:
    """Name everything that is wrong with a specification, in the order of its lines."""
    survey = Survey(source)
    rules = references.RULES + safety.RULES + extensions.RULES + meanings.RULES + waits.RULES
    if source.document.get("x-house-rules") is True:
        rules += safety.PLAIN + house.RULES
    return SpecificationError(p for rule in rules for p in rule(survey)).problems
