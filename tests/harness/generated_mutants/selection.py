"""The tests that run a line, as coverage.py measured it: slow ones last, what killed others first."""

from collections import Counter
from collections.abc import Mapping

from .generated_mutant import GeneratedMutant
from .modules import area_of
from .running_tests import MeasuredTest

__all__ = ["Selection", "limit_after"]

_TIMES, _MORE = 10, 5.0
_SLOW = 2.0  # seconds


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

        With each come the seconds that it may take. Tests that run the module as a command are the last.
        """
        name = mutant.module.name
        lines = next(
            (lines for known, lines in self._lines.items() if f".{known}".endswith(f".{name}")), {}
        )
        nearest = max((line for line in lines if line <= mutant.line), default=0)
        chosen = sorted(lines.get(nearest, ()), key=self._rank)
        commands = [
            test
            for file in area_of(mutant.module).commands
            for test in self._tests
            if test.startswith(f"{file}::") and test not in chosen
        ]
        return {test: limit_after(self._tests[test].seconds) for test in chosen + commands}

    def _rank(self, test: str) -> tuple[bool, int, int, str]:
        is_slow = self._tests[test].seconds > _SLOW
        return is_slow, -self._killers[test], self._sizes[test], test
