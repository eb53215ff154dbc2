"""The contract suite against mutants that are served over HTTP, with everything and with a URL alone."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from .access import Access
from .mutant import Mutant, load_mutants
from .readme import machine, write
from .score import Score, kill, try_correct, warm_up
from .unobservable import load_unobservable

__all__ = ["run_served"]

_ENOUGH = 0.95
"""The share of observable mutants that must die of a run at a URL."""


def run_served(mutants: Sequence[Mutant], *, seed: int, whole: bool) -> int:
    """Print what kills each mutant with everything given, then at a URL alone; return 1 when too few die."""
    warm_up()
    everything = _run(mutants, seed, Access.EVERYTHING)
    at_url = _AtUrl(_run(mutants, seed, Access.URL), load_unobservable(load_mutants()))
    for name in everything.survivors:
        print(f"SURVIVES with everything given: {name}")
    for name in at_url.survivors:
        print(f"SURVIVES at a URL: {name}")
    for name in at_url.stale:
        print(f"STALE: {name} dies at a URL; remove it from unobservable.toml")
    print(f"\n{everything} mutants were killed over HTTP with everything given")
    print(f"{at_url} observable mutants were killed at a URL with one key and one job")
    if whole:
        write("mutants-served", f"{everything} | {everything.each:.1f} s | {machine()}")
        write("mutants-url", f"{at_url} | {at_url.score.each:.1f} s | {machine()}")
    return 0 if not everything.survivors and at_url.is_enough else 1


@dataclass(frozen=True)
class _AtUrl:
    """The score at a URL, and the mutants that nobody can notice there."""

    score: Score
    unobservable: Mapping[str, str]

    @property
    def survivors(self) -> list[str]:
        """Names of the observable mutants that survive."""
        return [name for name in self.score.survivors if _bare(name) not in self.unobservable]

    @property
    def stale(self) -> list[str]:
        """Names of the mutants that die although they count as unobservable."""
        killers = self.score.killers.items()
        return [name for name, killer in killers if killer and _bare(name) in self.unobservable]

    @property
    def observable(self) -> int:
        """Number of the mutants that can be noticed."""
        return sum(_bare(name) not in self.unobservable for name in self.score.killers)

    @property
    def is_enough(self) -> bool:
        """Whether enough of them die, and no reason is stale."""
        killed = self.observable - len(self.survivors)
        return not self.stale and killed >= _ENOUGH * self.observable

    def __str__(self) -> str:
        return f"{self.observable - len(self.survivors)} of {self.observable}"


def _run(mutants: Sequence[Mutant], seed: int, access: Access) -> Score:
    print(f"mutants over HTTP, {access.value}:")
    order = try_correct(seed, access).seconds
    unfuzzed = load_unobservable(load_mutants()) if access is Access.URL else ()
    return kill(mutants, seed, order, access=access, unfuzzed=unfuzzed)


def _bare(name: str) -> str:
    """Return the name of a mutant without its topic."""
    return name.partition(": ")[2]
