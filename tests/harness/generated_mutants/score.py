"""A sample of the generated mutants against the tests that run their lines."""

import random
from collections.abc import Mapping, Sequence
from math import inf

from ..mutants.readme import machine, write
from .collected_tests import CollectedTests, run_session
from .fates import Fate, KeptFates
from .generated_mutant import GeneratedMutant, find_mutants
from .measured import measured_tests
from .modules import AREAS, Area, MutantsError, area_of
from .selection import Selection
from .survivors import read_survivors
from .trying import Trial, try_each

__all__ = ["run_sample"]

_LEAST = 0.9
Fates = Mapping[GeneratedMutant, Fate]


def run_sample(only: str, size: int, seed: int, minutes: float = inf) -> int:
    """Print the fate of each mutant and the score; return 1 when too many or unknown ones survive.

    What is known from earlier runs is not tried again. After some minutes, no other trial is begun.
    """
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
    areas = list(dict.fromkeys(area_of(mutant.module) for mutant in sample))

    def judge(collected: CollectedTests) -> int:
        fates = _judge(sample, areas, collected, KeptFates(seed), minutes)
        score = _score(fates, len(sample), len(mutants), seed)
        print(f"\n{score}")
        if not only:
            write("mutants-generated", f"{score} | {machine()}")
        return _status(fates, len(sample))

    return run_session([folder for area in areas for folder in area.tests], seed, judge)


def _status(fates: Fates, size: int) -> int:
    """Return 1 when mutants of the sample are not tried, or too many or unknown ones survive."""
    if len(fates) < size:
        print("run this again for the others")
        return 1
    killed = sum(bool(fate.killer) for fate in fates.values())
    unknown = _compare(fates)
    return 1 if unknown or killed < _LEAST * size else 0


def _score(fates: Fates, sample: int, mutants: int, seed: int) -> str:
    killed = sum(bool(fate.killer) for fate in fates.values())
    endless = sum(fate.how != "fails" for fate in fates.values())
    tried = "" if len(fates) == sample else f" that were tried so far, of {sample}"
    return (
        f"{killed} of {len(fates)} killed{tried}, taken at random of {mutants} with seed {seed};"
        f" {endless} of them make a test endless"
    )


def _judge(
    sample: Sequence[GeneratedMutant],
    areas: Sequence[Area],
    collected: CollectedTests,
    kept: KeptFates,
    minutes: float,
) -> Fates:
    """Return the fate of each mutant, from an earlier run if it is still true, or from a trial."""
    selection = Selection(measured_tests(areas, collected), kept.killers)
    trials = [Trial(mutant, selection.tests_of(mutant)) for mutant in sample]
    fates: dict[GeneratedMutant, Fate] = {}
    for trial in trials:
        fate = kept.get(trial.mutant, trial.tests) if trial.tests else Fate()
        if fate is not None:
            fates[trial.mutant] = fate
            _show(trial.mutant, fate, "known" if trial.tests else "no test runs it")
    untried = [trial for trial in trials if trial.mutant not in fates]
    for trial, fate, seconds in try_each(untried, collected, minutes):
        kept.keep(trial.mutant, trial.tests, fate)
        fates[trial.mutant] = fate
        _show(trial.mutant, fate, f"{seconds:.1f} s")
    return fates


def _show(mutant: GeneratedMutant, fate: Fate, remark: str) -> None:
    place = f"{mutant.module.path.stem}:{mutant.line}"
    end = f"{fate.how}: {fate.killer.removeprefix('tests/')}" if fate.killer else "SURVIVES"
    print(f"{place:20} {mutant.key}\n         {end} ({remark})", flush=True)


def _compare(fates: Fates) -> bool:
    """Name survivors without a reason, and reasons of mutants that died; whether there are any."""
    reasons = read_survivors()

    def explained(mutant: GeneratedMutant) -> bool:
        return mutant.key in reasons.get(mutant.module.path.as_posix(), {})

    unknown = [
        mutant for mutant, fate in fates.items() if not fate.killer and not explained(mutant)
    ]
    refuted = [mutant for mutant, fate in fates.items() if fate.killer and explained(mutant)]
    for what, mutants in (("SURVIVES without a reason", unknown), ("DIED, though listed", refuted)):
        for mutant in mutants:
            print(f"{what}: {mutant.module.path}: {mutant.key}")
    return bool(unknown or refuted)
