"""The outcome of a run of the suite on a target."""

from dataclasses import dataclass, field

__all__ = ["Outcome"]


@dataclass(frozen=True)
class Outcome:
    """The processor's seconds that each clause took, and the clauses that were broken, with how.

    `called` are the functions of the target that were called, where somebody asked for them.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
