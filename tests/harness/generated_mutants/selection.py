"""The tests that run a line, as coverage.py measured it: those with the fewest other lines first."""

from collections import Counter
from pathlib import Path

from coverage import CoverageData

from .generated_mutant import GeneratedMutant
from .modules import Module

__all__ = ["Selection"]


class Selection:
    """The tests of each line of each module, from files that `measure_coverage` wrote.

    Tests that are `failing` without a mutant prove nothing, and are left out.
    """

    def __init__(self, data_files: list[Path], failing: frozenset[str]) -> None:
        self._failing = failing
        self._tests: dict[str, dict[int, set[str]]] = {}
        self._lines: Counter[str] = Counter()
        for data_file in data_files:
            data = CoverageData(str(data_file))
            data.read()
            for file in data.measured_files():
                self._add(Module(Path(file)).name, data.contexts_by_lineno(file))

    def tests_of(self, mutant: GeneratedMutant) -> list[str]:
        """Return the tests that run the mutant's line, or the nearest one before it that counts."""
        name = mutant.module.name
        lines = next(
            (lines for known, lines in self._tests.items() if f".{known}".endswith(f".{name}")), {}
        )
        tests: set[str] = set()
        for line in range(mutant.line, 0, -1):
            if line in lines:
                tests = lines[line]
                break
        return sorted(tests, key=lambda test: (self._lines[test], test))

    def _add(self, name: str, contexts: dict[int, list[str]]) -> None:
        lines = self._tests.setdefault(name, {})
        for line, tests in contexts.items():
            known = {test for test in tests if test} - self._failing
            lines.setdefault(line, set()).update(known)
            self._lines.update(known)
