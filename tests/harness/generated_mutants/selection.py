"""The tests that run a line, as coverage.py measured it: quick ones if there are any, killers first."""

from collections import Counter
from collections.abc import Mapping

from .generated_mutant import GeneratedMutant
from .measured import MeasuredTest
from .modules import Area, area_of

__all__ = ["Selection", "limit_after"]

_TIMES, _MORE = 10, 10.0
_SLOW = 5.0  # seconds


def limit_after(seconds: float) -> float:
    """Return the seconds after which a test that takes so long without a mutant will never end."""
    return _TIMES * seconds + _MORE


class Selection:
    """The tests that run each line of each module, and how long each may take."""

    def __init__(self, tests: Mapping[str, MeasuredTest], killers: Counter[str]) -> None:
        self._killers = killers
        self._tests = tests
        self._sizes = {test: sum(map(len, found.lines.values())) for test, found in tests.items()}
        self._lines: dict[str, dict[int, list[str]]] = {}
        for test, found in tests.items():
            for module, lines in found.lines.items():
                known = self._lines.setdefault(module, {})
                for line in lines:
                    known.setdefault(line, []).append(test)

    def tests_of(self, mutant: GeneratedMutant) -> dict[str, float]:
        """Return the tests that run the mutant's line, or the nearest one before it that counts.

        With each come the seconds that it may take. Slow tests are among them only where no quick one
        runs the line, and tests that run the module as a command only where no other does.
        """
        name = mutant.module.name
        lines = next(
            (lines for known, lines in self._lines.items() if f".{known}".endswith(f".{name}")), {}
        )
        nearest = max((line for line in lines if line <= mutant.line), default=0)
        running = lines.get(nearest, [])
        quick = [test for test in running if self._tests[test].seconds <= _SLOW]
        chosen = quick or running or self._commands(area_of(mutant.module))
        return {
            test: limit_after(self._tests[test].seconds) for test in sorted(chosen, key=self._rank)
        }

    def _commands(self, area: Area) -> list[str]:
        return [test for test in self._tests if test.partition("::")[0] in area.commands]

    def _rank(self, test: str) -> tuple[int, int, str]:
        return -self._killers[test], self._sizes[test], test
