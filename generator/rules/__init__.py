"""Rules that a specification has to keep before anything is generated from it.

Safety rules apply to every specification; style rules only to one that has `x-style-rules: true`.
A rule is a function from a document's index to diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..diagnostics import Diagnostic, SpecificationError
from ..openapi.index import DocumentIndex
from ..openapi.source import Source
from . import (
    keywords,
    parameter_bounds,
    references,
    safety,
    style,
    style_names,
)
from .extensions import (
    definitions,
    followers,
    idempotency,
    listings,
    lookups,
    semantics,
    waiters,
)

__all__ = ["check"]


def check(
    source: Source, *, ignored: Iterable[Diagnostic] = (), recorded: bool = False
) -> tuple[Diagnostic, ...]:
    """Return all faults of a specification, in the order of its files and lines.

    A recorded version is checked only for what makes it readable: other rules are newer than it.
    `ignored` are the notes on members without effect; under style rules there may be none.
    """
    index = DocumentIndex(source)
    has_style_rules = source.document.get("x-style-rules") is True
    rules = references.RULES + safety.RULES + keywords.RULES
    if has_style_rules:
        rules += style_names.RULES
    if not recorded:
        rules += definitions.RULES + semantics.RULES + waiters.RULES + listings.RULES
        rules += idempotency.RULES + lookups.RULES + followers.RULES
    if has_style_rules and not recorded:
        rules += style.RULES + parameter_bounds.RULES
    faults = [fault for rule in rules for fault in rule(index)]
    return SpecificationError([*faults, *(ignored if has_style_rules else ())]).diagnostics
