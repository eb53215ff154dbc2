"""A random sample of the mutants: as many as some minutes allow, each with what was found in it."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .mutant import Mutant, MutantError
from .readme import machine, write
from .running import run_each

__all__ = ["Sample", "try_sample"]

_WIDTH = 72


@dataclass(frozen=True)
class Sample:
    """Findings in each mutant that was tried, empty for a survivor; of how many; the seconds of all."""

    found: Mapping[str, str]
    mutants: int
    seconds: float

    def __str__(self) -> str:
        score = f"{sum(map(bool, self.found.values()))} of {len(self.found)}"
        if len(self.found) < self.mutants:
            score += f", taken at random of {self.mutants}"
        return score

    def record(self, mark: str, settings: str) -> None:
        """Write the score into README.md."""
        each = self.seconds / len(self.found)
        write(mark, f"{self} ({settings}) | {each:.1f} s | {machine()}")


def try_sample(
    mutants: Sequence[Mutant],
    run: Callable[[Mutant], str],
    *,
    seed: int,
    minutes: float,
    limit: float,
) -> Sample:
    """Run each mutant, in a random order; begin no other after some minutes. Print what is found."""
    began, end = time.monotonic(), time.monotonic() + 60 * minutes
    found: dict[str, str] = {}
    chosen = random.Random(seed).sample(mutants, len(mutants))
    for finished in run_each(_until(end, chosen), run, limit=limit):
        name = f"{finished.task.topic}: {finished.task.name}"
        found[name] = f"more than {limit:g} s" if finished.result is None else finished.result
        fate = found[name] or "SURVIVES"
        print(f"{name[:_WIDTH]:{_WIDTH}} {finished.seconds:5.1f} s  {fate}", flush=True)
    if not found:
        raise MutantError("no mutant was tried in this time; allow more with MINUTES=")
    return Sample(found, len(mutants), time.monotonic() - began)


def _until(end: float, mutants: Sequence[Mutant]) -> Iterator[Mutant]:
    for mutant in mutants:
        if time.monotonic() >= end:
            return
        yield mutant
