"""The contract suite against every mutant: which clause notices it, and which clauses notice none."""

import time
from collections.abc import Iterator, Sequence

from .mutant import Mutant, MutantError
from .patching import switch_on
from .readme import machine, write
from .running import Finished, run_each
from .suite import Run, clause_of, run_suite, warm_up

__all__ = ["run_baseline", "run_mutants"]

_LIMIT = 60.0
_WIDTH = 66


def run_mutants(mutants: Sequence[Mutant], *, seed: int, readme: bool) -> int:
    """Print what kills each mutant, and the score; return 1 when one survives."""
    warm_up()
    began = time.monotonic()
    order = _correct(seed).seconds
    finished = []
    for one in run_each(mutants, lambda mutant: _run(mutant, seed, order), limit=_LIMIT):
        _require_whole(one)
        finished.append(one)
        print(f"{one.task.topic}: {one.task.name}"[:_WIDTH].ljust(_WIDTH), _ended(one), flush=True)
    survivors = [one.task for one in finished if not _killers(one)]
    seconds = time.monotonic() - began
    print(f"\n{len(mutants) - len(survivors)} of {len(mutants)} mutants were killed, "
          f"{seconds / len(mutants):.2f} s each")
    for mutant in survivors:
        print(f"SURVIVES {mutant.topic}: {mutant.name}")
    idle = set(order) - {clause_of(each) for one in finished for each in _killers(one)}
    for clause in _idle(idle, mutants, seed):
        print(f"kills nothing: {clause}")
    if readme:
        write("mutants", f"{len(mutants) - len(survivors)} of {len(mutants)} | "
              f"{seconds / len(mutants):.1f} s | {machine()}")
    return 1 if survivors else 0


def run_baseline(*, runs: int, first_seed: int) -> int:
    """Run the suite on the correct target with different seeds; return 1 when one run fails."""
    warm_up()
    seeds = range(first_seed, first_seed + runs)
    failed = 0
    for one in run_each(seeds, lambda seed: run_suite(seed=seed, stop=False), limit=10 * _LIMIT):
        run = one.result
        good = run is not None and not run.failed and not run.broken
        failed += not good
        what = "passes" if good else f"FAILS: {run and (run.failed or run.broken or run.printed)}"
        print(f"seed {one.task:<6} {one.seconds:5.1f} s  {what}", flush=True)
    print(f"the correct target passed {runs - failed} of {runs} runs")
    return 1 if failed else 0


def _correct(seed: int) -> Run:
    """Run the suite on the correct target; without that, nothing is known of mutants."""
    [one] = run_each([seed], lambda each: run_suite(seed=each), limit=10 * _LIMIT)
    if one.result is None or one.result.failed or one.result.broken:
        raise MutantError(f"the suite fails on the correct target; first: make contract: {one.result}")
    return one.result


def _run(mutant: Mutant, seed: int, order: dict[str, float]) -> Run:
    switch_on(mutant)
    return run_suite(seed=seed, order=order)


def _require_whole(one: Finished[Mutant, Run]) -> None:
    """A mutant must be a target that runs; else its death proves nothing."""
    if one.result is not None and one.result.broken and not one.result.failed:
        raise MutantError(f"{one.task.name!r}: {one.result.broken}\n{one.result.printed}")


def _killers(one: Finished[Mutant, Run]) -> list[str]:
    return ["the time limit"] if one.result is None else one.result.failed


def _ended(one: Finished[Mutant, Run]) -> str:
    killer = next(iter(_killers(one)), "SURVIVES")
    return f"{one.seconds:5.1f} s  {killer}"


def _idle(clauses: set[str], mutants: Sequence[Mutant], seed: int) -> Iterator[str]:
    """Give the clauses that notice none of the mutants, even where no other one was quicker."""
    return iter(sorted(clauses))
