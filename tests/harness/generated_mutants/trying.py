"""Tries mutants, each in a copy of this process, on the tests that run their lines."""

import gc
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ..mutants.running import run_each
from .collected_tests import CollectedTests
from .fates import Fate
from .generated_mutant import GeneratedMutant
from .selection import limit_after
from .switching import Functions

__all__ = ["Trial", "try_each"]

_LONGEST = 1200.0


@dataclass(frozen=True)
class Trial:
    """A mutant, and the tests that may notice it, each with the seconds that it may take."""

    mutant: GeneratedMutant
    tests: Mapping[str, float]


def try_each(
    trials: Sequence[Trial], collected: CollectedTests, minutes: float
) -> Iterator[tuple[Trial, Fate, float]]:
    """Yield each trial with its fate and its seconds; begin none after some minutes.

    A test that does not end counts when it ends soon enough without the mutant, here and now; a trial
    of which this is not known is not yielded.
    """
    functions = Functions({trial.mutant.module for trial in trials})
    gc.freeze()  # or each copy of this process would write on all pages
    end = time.monotonic() + 60 * minutes
    suspects: list[tuple[Trial, str]] = []
    with TemporaryDirectory() as folder:
        running = _RunningTests(Path(folder), collected, functions)
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

    def __init__(self, folder: Path, collected: CollectedTests, functions: Functions) -> None:
        self._folder = folder
        self._collected = collected
        self._functions = functions

    def try_mutant(self, trial: Trial) -> str:
        """Return the first test that fails with the mutant, or an empty text."""
        self._functions.switch_on(trial.mutant)
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
        return self._collected.first_failure(trial.tests, self._path(trial))

    def _path(self, trial: Trial) -> Path:
        return self._folder / str(abs(hash((trial.mutant.module, trial.mutant.key))))


def _until(end: float, trials: Iterable[Trial]) -> Iterator[Trial]:
    for trial in trials:
        if time.monotonic() < end:
            yield trial
