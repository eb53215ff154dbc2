"""The contract suite against mutants that are served over HTTP: with everything given, and at a URL alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .access import Access
from .mutant import Mutant, load_mutants
from .readme import machine, write
from .record import open_record
from .score import Score, kill, try_correct, warm_up
from .unobservable import load_unobservable

__all__ = ["ServedScore", "run_served"]

_LEAST = {Access.EVERYTHING: 1.0, Access.URL: 0.95}
"""The share of the observable mutants that must die."""


@dataclass(frozen=True)
class ServedScore:
    """A score over HTTP, and the mutants that cannot be noticed there, with the missing input."""

    access: Access
    score: Score
    unobservable: Mapping[str, str]

    @property
    def survivors(self) -> list[str]:
        """The observable mutants that survive."""
        return [name for name, killer in self._observable.items() if killer is None]

    @property
    def stale(self) -> list[str]:
        """The mutants that die although they count as unobservable."""
        killers = self.score.killers.items()
        return [name for name, killer in killers if killer and name not in self._observable]

    @property
    def is_enough(self) -> bool:
        """Whether enough of the observable mutants die, and no reason is stale."""
        killed = len(self._observable) - len(self.survivors)
        return not self.stale and killed >= _LEAST[self.access] * len(self._observable)

    def __str__(self) -> str:
        count = len(self._observable)
        return f"{count - len(self.survivors)} of {count} observable"

    @property
    def _observable(self) -> Mapping[str, str | None]:
        return {
            name: killer
            for name, killer in self.score.killers.items()
            if name.partition(": ")[2] not in self.unobservable
        }


def run_served(mutants: Sequence[Mutant], *, seed: int, whole: bool, resume: bool = False) -> int:
    """Print what kills each mutant with either access; return 1 when too few die, or a reason is stale."""
    warm_up()
    scores = [_run(mutants, seed, access, resume=resume) for access in _LEAST]
    for score in scores:
        for name in score.survivors:
            print(f"SURVIVES with {score.access}: {name}")
        for name in score.stale:
            print(f"STALE with {score.access}: {name} dies; remove it from unobservable.toml")
    for score in scores:
        print(f"with {score.access}, {score} mutants were killed, of {len(mutants)}")
    if whole:
        for score in scores:
            write(f"mutants-{score.access}", f"{score} | {score.score.each} | {machine()}")
    return 0 if all(score.is_enough for score in scores) else 1


def _run(mutants: Sequence[Mutant], seed: int, access: Access, *, resume: bool) -> ServedScore:
    print(f"with {access}:")
    unobservable = load_unobservable(load_mutants(), access)
    correct = try_correct(seed, access, trace=access is Access.URL)
    score = kill(
        mutants,
        seed,
        correct.seconds,
        access=access,
        unfuzzed=unobservable,
        record=open_record(access, resume=resume),
        called=correct.called or None,
    )
    return ServedScore(access, score, unobservable)
