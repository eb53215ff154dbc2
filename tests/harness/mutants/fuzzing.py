"""The fuzzing of the contract tests against mutants, without any clause."""

import logging
from collections.abc import Sequence

from .mutant import Mutant, MutantError
from .patching import switch_on
from .running import run_each
from .sampling import try_sample
from .score import LIMIT, warm_up
from .trial import try_fuzzing

__all__ = ["run_fuzzing"]


def run_fuzzing(mutants: Sequence[Mutant], *, seed: int, minutes: float, whole: bool) -> int:
    """Print what the fuzzing finds in each mutant, and its score."""
    warm_up()
    [correct] = run_each([seed], _fuzzed, limit=LIMIT)
    if correct.result != "":
        raise MutantError(f"the target without a fault fails, see make contract: {correct.result}")

    def run(mutant: Mutant) -> str:
        logging.disable()
        switch_on(mutant)
        return _fuzzed(seed)

    sample = try_sample(mutants, run, seed=seed, minutes=minutes, limit=LIMIT)
    print(f"\nthe fuzzing of the contract tests found {sample} (seed {seed})")
    if whole:
        sample.record("mutants-fuzzing", f"seed {seed}")
    return 0


def _fuzzed(seed: int) -> str:
    return next(iter(try_fuzzing(seed).broken), "")
