"""Findings: failures grouped by cause, the worst first, and what was left out for want of settings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..clause import Clause
from ..targets.fixtures import NEEDS
from .causes import Cause
from .results import ClauseResult

__all__ = ["Finding", "LeftOut", "findings", "left_out"]

_SETTINGS = {**NEEDS, "written": NEEDS["writes"]}
"""The setting that meets a need: where the suite may write, it creates what it writes to."""
_OURS = "a target that the suite starts itself (data, keys and clock)"


@dataclass(frozen=True)
class Finding:
    """Failures of one cause; the first one shows it best."""

    cause: Cause
    failures: tuple[ClauseResult, ...]

    @property
    def first(self) -> ClauseResult:
        return self.failures[0]


@dataclass(frozen=True)
class LeftOut:
    """A number of clauses, and the settings without which they were left out."""

    settings: str
    clauses: int

    @property
    def is_ours(self) -> bool:
        """Whether no setting includes them."""
        return self.settings == _OURS

    @property
    def remedy(self) -> str:
        """The sentence that says what would include them."""
        many = self.clauses > 1
        return f"{self.clauses} {'clauses need' if many else 'clause needs'} {self.settings}"


def findings(results: Iterable[ClauseResult]) -> list[Finding]:
    """Group the failures: guards that let pass, crashes, all others; large groups first."""
    groups: dict[str, list[ClauseResult]] = {}
    for result in results:
        if not result.holds:
            groups.setdefault(result.cause.text, []).append(result)
    found = [Finding(_worst(group), tuple(_telling_first(group))) for group in groups.values()]
    return sorted(found, key=lambda finding: (finding.cause.rank, -len(finding.failures)))


def left_out(clauses: Iterable[Clause], offers: frozenset[str]) -> list[LeftOut]:
    """Count the clauses whose needs a target does not meet, by the settings that would meet them."""
    counts: Counter[str] = Counter()
    for clause in clauses:
        missing = clause.needs - offers
        if missing - _SETTINGS.keys():
            counts[_OURS] += 1
        elif missing:
            counts[" and ".join(sorted({_SETTINGS[need] for need in missing}))] += 1
    return [LeftOut(settings, count) for settings, count in counts.most_common()]


def _worst(failures: Sequence[ClauseResult]) -> Cause:
    return min((failure.cause for failure in failures), key=lambda cause: cause.rank)


def _telling_first(failures: Sequence[ClauseResult]) -> list[ClauseResult]:
    """Put first a failure that a command repeats, of as few exchanges as possible."""
    return sorted(failures, key=lambda failure: (not failure.curl, len(failure.exchanges)))
