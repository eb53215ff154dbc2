"""A sample of the generated mutants against the tests that run their lines."""

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..mutants.running import Finished, run_each
from .generated_mutant import GeneratedMutant, find_mutants
from .modules import AREAS, Area, area_of
from .running_tests import first_failure, measure_coverage
from .selection import Selection
from .survivors import read_survivors
from .switching import switch_on

__all__ = ["MutantsError", "run_sample"]

LIMIT = 60.0
"""Seconds after which a mutant counts as noticed: it never ends. On a busy machine, so do slow tests."""
_MEASURING_LIMIT = 900.0
_LEAST = 0.9


class MutantsError(Exception):
    """A run that proves nothing; the text says why."""


@dataclass(frozen=True)
class Trial:
    """A mutant, and the tests that run its line."""

    mutant: GeneratedMutant
    tests: list[str]


def run_sample(only: str, size: int, seed: int) -> int:
    """Print the fate of each mutant and the score; return 1 when too many or unknown ones survive."""
    mutants = [
        mutant
        for area in AREAS
        for module in area.modules
        for mutant in find_mutants(module)
        if only in f"{area.name} {module.path}: {mutant.key}"
    ]
    sample = random.Random(seed).sample(mutants, min(size, len(mutants)))
    if not sample:
        raise MutantsError(f"no mutant has {only!r} in its area, file or change")
    _warm_up()
    areas = {mutant.module: area_of(mutant.module) for mutant in sample}
    selection = _measured(list(areas.values()), seed)
    trials = [
        Trial(mutant, selection.tests_of(mutant) or list(areas[mutant.module].commands))
        for mutant in sample
    ]
    survivors = _try(trials, seed)
    killed = len(sample) - len(survivors)
    print(f"\n{killed} of {len(sample)} mutants were killed, taken at random of {len(mutants)}")
    unknown = _compare(sample, survivors)
    return 1 if unknown or killed < _LEAST * len(sample) else 0


def _warm_up() -> None:
    """Import what takes long and is not changed: once, for all copies of this process."""
    import aiohttp  # noqa: F401
    import jinja2  # noqa: F401
    import jsonschema_rs  # noqa: F401
    import msgspec  # noqa: F401
    import trustme  # noqa: F401
    import urllib3  # noqa: F401
    import yaml  # noqa: F401
    from aiohttp import web  # noqa: F401


def _measured(areas: Sequence[Area], seed: int) -> Selection:
    """Run the tests without a mutant, and return which of them run which line."""
    with tempfile.TemporaryDirectory() as folder:
        groups = list(dict.fromkeys(area.tests for area in areas))
        files = {group: Path(folder) / str(number) for number, group in enumerate(groups)}

        def measure(group: tuple[str, ...]) -> list[str]:
            return measure_coverage(group, seed, files[group])

        failing: list[str] = []
        for finished in run_each(groups, measure, limit=_MEASURING_LIMIT):
            folders = ", ".join(finished.task)
            if finished.result is None or not files[finished.task].exists():
                raise MutantsError(f"the tests in {folders} do not end, or do not even start")
            print(f"measured {folders} in {finished.seconds:.0f} s", flush=True)
            failing += finished.result
        for test in failing:
            print(f"LEFT OUT, it fails without a mutant: {test}", flush=True)
        return Selection(list(files.values()), frozenset(failing))


def _try(trials: Sequence[Trial], seed: int) -> list[GeneratedMutant]:
    """Try each mutant, and return those that survive."""

    def run(trial: Trial) -> str:
        switch_on(trial.mutant)
        return first_failure(trial.tests, seed) or ""

    reached = [trial for trial in trials if trial.tests]
    survivors = [trial.mutant for trial in trials if not trial.tests]
    for mutant in survivors:
        _show(mutant, 0.0, "SURVIVES: no test runs it")
    for finished in run_each(reached, run, limit=LIMIT):
        killer = _killer(finished)
        _show(finished.task.mutant, finished.seconds, killer or "SURVIVES")
        if not killer:
            survivors.append(finished.task.mutant)
    return survivors


def _killer(finished: Finished[Trial, str]) -> str:
    if finished.result is None:
        return f"more than {LIMIT:g} s" if finished.seconds >= LIMIT else "the process died"
    return finished.result.removeprefix("tests/")


def _show(mutant: GeneratedMutant, seconds: float, fate: str) -> None:
    place = f"{mutant.module.path.stem}:{mutant.line}"
    print(f"{seconds:5.1f} s  {place:20} {mutant.key}\n         {fate}", flush=True)


def _compare(sample: Sequence[GeneratedMutant], survivors: Sequence[GeneratedMutant]) -> bool:
    """Name survivors without a reason, and reasons of mutants that died; whether there are any."""
    reasons = read_survivors()

    def explained(mutant: GeneratedMutant) -> bool:
        return mutant.key in reasons.get(mutant.module.path.as_posix(), {})

    unknown = [mutant for mutant in survivors if not explained(mutant)]
    refuted = [mutant for mutant in sample if explained(mutant) and mutant not in survivors]
    for what, mutants in (("SURVIVES without a reason", unknown), ("DIED, though listed", refuted)):
        for mutant in mutants:
            print(f"{what}: {mutant.module.path}: {mutant.key}")
    return bool(unknown or refuted)
