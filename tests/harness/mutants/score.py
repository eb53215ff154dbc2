"""The contract suite against every mutant: which clause notices it, and which clauses notice none."""

import logging
import random
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .access import Access
from .mutant import Mutant, MutantError
from .outcome import Outcome
from .patching import switch_on
from .readme import machine, write
from .running import Finished, run_each

__all__ = ["Score", "kill", "run_baseline", "run_mutants", "try_correct", "warm_up"]

LIMIT = 300.0
"""Seconds after which a mutant counts as noticed, and a run of the correct target as failed."""
_WIDTH = 72
_SEVERAL = 3
_ALL_KILL = "every family of clauses kills a mutant"
_ALIKE = 0.02
"""Seconds that make no difference: clauses that take about as long keep the order of the suite."""


@dataclass(frozen=True)
class Score:
    """The score of mutants: the clause that killed each, or None; and the seconds of all."""

    killers: Mapping[str, str | None]
    seconds: float

    @property
    def killed(self) -> int:
        return sum(killer is not None for killer in self.killers.values())

    def __str__(self) -> str:
        return f"{self.killed} of {len(self.killers)}"


def run_mutants(mutants: Sequence[Mutant], *, seed: int, whole: bool) -> int:
    """Print what kills each mutant, and the score; return 1 when one survives.

    With the `whole` of the mutants, name also the clauses that kill nothing, and tell README.md.
    """
    warm_up()
    began = time.monotonic()
    order = try_correct(seed, Access.IN_PROCESS).seconds
    score = kill(mutants, seed, order)
    each = (time.monotonic() - began) / len(mutants)
    print(f"\n{score} mutants were killed, in {each:.2f} s each")
    for name in (name for name, killer in score.killers.items() if killer is None):
        print(f"SURVIVES {name}")
    if whole:
        write("mutants", f"{score} | {each:.1f} s | {machine()}")
        idle = _idle(order, score.killers.values(), mutants, seed)
        print("\n".join(f"kills nothing: {family}" for family in idle) or _ALL_KILL)
    return 0 if score.killed == len(mutants) else 1


def kill(
    mutants: Sequence[Mutant],
    seed: int,
    order: Mapping[str, float],
    *,
    fuzzing: bool = True,
    access: Access = Access.IN_PROCESS,
    unfuzzed: Collection[str] = (),
) -> Score:
    """Try the suite on every mutant until it breaks, and print what did.

    What killed others of a topic is tried first. Mutants with an `unfuzzed` name meet clauses only.
    """
    began = time.monotonic()
    killers: dict[str, str | None] = {}
    broken: list[str] = []
    known: dict[str, set[str]] = {mutant.topic: set() for mutant in mutants}

    def run(mutant: Mutant) -> Outcome:
        logging.disable()  # what a faulty target says of itself
        switch_on(mutant)
        from .trial import try_suite

        ordered = _ordered(order, mutant, known[mutant.topic])
        fuzzed = fuzzing and mutant.name not in unfuzzed
        return try_suite(seed, ordered, fuzzing=fuzzed, access=access)

    for finished in run_each(mutants, run, limit=LIMIT):
        name = f"{finished.task.topic}: {finished.task.name}"
        killers[name] = _killer(finished)
        known[finished.task.topic] |= {killers[name] or ""}
        broken += [name] if finished.result is None and finished.seconds < LIMIT else []
        print(
            f"{name[:_WIDTH]:{_WIDTH}} {finished.seconds:5.1f} s  {killers[name] or 'SURVIVES'}",
            flush=True,
        )
    if broken:
        raise MutantError(f"these targets do not even start: {'; '.join(broken)}")
    return Score(killers, time.monotonic() - began)


def run_baseline(*, runs: int, first_seed: int) -> int:
    """Try the suite on the correct target with different seeds; return 1 when it once fails."""
    warm_up()
    seeds = range(first_seed, first_seed + runs)
    passed = 0
    for finished in run_each(seeds, _correct_with(Access.IN_PROCESS), limit=_SEVERAL * LIMIT):
        good = finished.result is not None and not finished.result.broken
        passed += good
        what = "passes" if good else f"FAILS {finished.result and finished.result.broken}"
        print(f"seed {finished.task:<6} {finished.seconds:5.1f} s  {what}", flush=True)
    print(f"the correct target passed {passed} of {runs} runs")
    return 0 if passed == runs else 1


def warm_up() -> None:
    """Import what takes long and is none of the target: once, for all copies of this process."""
    import asyncio  # noqa: F401
    import sqlite3  # noqa: F401

    import hypothesis  # noqa: F401
    import jsonschema_rs  # noqa: F401
    import msgspec  # noqa: F401
    import pytest  # noqa: F401
    import requests  # noqa: F401
    import yaml  # noqa: F401


def try_correct(seed: int, access: Access) -> Outcome:
    """Try the suite on the correct target: without that, no death of a mutant proves anything."""
    [finished] = run_each([seed], _correct_with(access), limit=_SEVERAL * LIMIT)
    if finished.result is None or finished.result.broken:
        seconds = f"more than {_SEVERAL * LIMIT:g} s"
        what = seconds if finished.result is None else finished.result.broken
        raise MutantError(f"the target without a fault fails, see make contract: {what}")
    return finished.result


def _correct_with(access: Access) -> Callable[[int], Outcome]:
    def run(seed: int) -> Outcome:
        from .trial import try_suite

        return try_suite(seed, {}, fuzzing=True, access=access)

    return run


def _killer(one: Finished[Mutant, Outcome]) -> str | None:
    if one.result is not None:
        return next(iter(one.result.broken), None)
    return f"more than {LIMIT:g} s" if one.seconds >= LIMIT else None


def _ordered(
    order: Mapping[str, float], mutant: Mutant, known: Collection[str]
) -> dict[str, float]:
    """Put first what is known to kill, and what is called as the topic is; then quick clauses."""
    return {
        clause: -1
        if clause in known or mutant.topic.partition("-")[0] in clause
        else seconds // _ALIKE
        for clause, seconds in order.items()
    }


def _idle(
    clauses: Iterable[str], killers: Iterable[str | None], mutants: Sequence[Mutant], seed: int
) -> list[str]:
    """Return the families of clauses that notice none of the mutants, though no other ran first.

    Each mutant meets only those that have not yet killed one before.
    """
    left = {_family(clause) for clause in clauses} - {_family(killer or "") for killer in killers}

    def run(mutant: Mutant) -> Outcome:
        logging.disable()
        switch_on(mutant)
        from .trial import try_clauses

        return try_clauses(seed, lambda clause: _family(clause) in left)

    shuffled = random.Random(seed).sample(mutants, len(mutants))
    for finished in run_each(shuffled, run, limit=LIMIT):
        left -= {_family(clause) for clause in finished.result.broken} if finished.result else set()
        if not left:
            break
    return sorted(left)


def _family(clause: str) -> str:
    """Return the name that clauses share which differ in a value only: `ListJobs/pageSize`."""
    return clause.rpartition("/")[0]
