"""Tries mutants, each in a copy of this process, on the tests that run their lines."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ..mutants.running import run_each
from .fates import Fate
from .generated_mutant import GeneratedMutant
from .running_tests import first_failure, warm_up
from .selection import limit_after
from .switching import switch_on

__all__ = ["Trial", "try_each"]

_LONGEST = 1200.0


@dataclass(frozen=True)
class Trial:
    """A mutant, and the tests that may notice it, each with the seconds that it may take."""

    mutant: GeneratedMutant
    tests: Mapping[str, float]


def try_each(
    trials: Iterable[Trial], seed: int, minutes: float
) -> Iterator[tuple[Trial, Fate, float]]:
    """Yield each trial with its fate and its seconds; begin none after some minutes.

    A test that does not end counts when it ends soon enough without the mutant, here and now; a trial
    of which this is not known is not yielded.
    """
    warm_up()
    end = time.monotonic() + 60 * minutes
    suspects: list[tuple[Trial, str]] = []
    with TemporaryDirectory() as folder:
        running = _RunningTests(Path(folder), seed)
        for finished in run_each(_until(end, trials), running.try_mutant, limit=_LONGEST):
            if finished.result is None:
                suspects.append((finished.task, running.name(finished.task)))
            else:
                yield finished.task, Fate(finished.result), finished.seconds
        for trial, test in suspects:
            began = time.monotonic()
            fate = running.judge_endless(trial, test)
            if fate is not None:
                yield trial, fate, time.monotonic() - began


class _RunningTests:
    """The runs of tests in other processes, which write into a folder which test they are running."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._seed = seed

    def try_mutant(self, trial: Trial) -> str:
        """Return the first test that fails with the mutant, or an empty text."""
        switch_on(trial.mutant)
        return self._first_failure(trial)

    def name(self, trial: Trial) -> str:
        """Return the test that a process was running when it ended."""
        path = self._path(trial)
        return path.read_text("utf-8") if path.exists() else ""

    def judge_endless(self, trial: Trial, test: str) -> Fate | None:
        """Compare a test that did not end with itself without the mutant; None when that proves nothing."""
        if test not in trial.tests:
            return None
        alone = replace(trial, tests={test: _LONGEST})
        [unchanged] = run_each([alone], self._first_failure, limit=_LONGEST)
        if unchanged.result != "":
            return None
        needed = limit_after(unchanged.seconds)
        if needed <= trial.tests[test]:
            return Fate(test, "does not end")
        patient = replace(trial, tests={**trial.tests, test: needed})
        [again] = run_each([patient], self.try_mutant, limit=_LONGEST)
        if again.result is not None:
            return Fate(again.result)
        return Fate(test, "does not end") if self.name(trial) == test else None

    def _first_failure(self, trial: Trial) -> str:
        return first_failure(trial.tests, self._seed, self._path(trial)) or ""

    def _path(self, trial: Trial) -> Path:
        return self._folder / str(abs(hash((trial.mutant.module, trial.mutant.key))))


def _until(end: float, trials: Iterable[Trial]) -> Iterator[Trial]:
    for trial in trials:
        if time.monotonic() < end:
            yield trial
