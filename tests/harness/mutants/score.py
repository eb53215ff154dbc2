"""The contract suite against every mutant: which clause notices it, and which clauses notice none."""

import gc
import logging
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .access import Access
from .mutant import Mutant, MutantError
from .outcome import Outcome
from .patching import switch_on
from .reach import called_functions, is_reached
from .readme import machine, write
from .record import Fate, Record, load_hints, open_record
from .running import Finished, run_each
from .trial import load_clauses, try_clauses, try_suite

__all__ = ["Score", "kill", "run_baseline", "run_mutants", "try_correct", "warm_up"]

LIMIT = 900.0
"""Seconds after which a mutant counts as noticed, and a run of the correct target as failed."""
_WIDTH = 72
_SEVERAL = 3
_ALL_KILL = "every family of clauses kills a mutant"
_ALIKE = 0.02
"""Seconds for which another clause of a family is tried as soon."""
_SECONDS_OF_A_CALL = 0.003


@dataclass(frozen=True)
class Score:
    """The score of mutants: the clause that killed each, or None; and the processor's seconds of all."""

    killers: Mapping[str, str | None]
    seconds: float

    @property
    def each(self) -> str:
        """The processor's seconds of one, with their unit."""
        return f"{self.seconds / len(self.killers):.1f} s"

    @property
    def killed(self) -> int:
        return sum(killer is not None for killer in self.killers.values())

    def __str__(self) -> str:
        return f"{self.killed} of {len(self.killers)}"


def run_mutants(mutants: Sequence[Mutant], *, seed: int, whole: bool, resume: bool = False) -> int:
    """Print what kills each mutant, and the score; return 1 when one survives.

    With the `whole` of the mutants, name also the clauses that kill nothing, and tell README.md.
    """
    warm_up()
    order = try_correct(seed, Access.IN_PROCESS).seconds
    record = open_record(Access.IN_PROCESS, resume=resume)
    score = kill(mutants, seed, order, record=record)
    print(f"\n{score} mutants were killed, in {score.each} each")
    for name in (name for name, killer in score.killers.items() if killer is None):
        print(f"SURVIVES {name}")
    if whole:
        write("mutants", f"{score} | {score.each} | {machine()}")
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
    record: Record | None = None,
    called: Collection[str] | None = None,
) -> Score:
    """Try the suite on every mutant until it breaks, and print what did.

    What killed it in earlier runs is tried first, then what killed others of its topic. Mutants with an `unfuzzed` name meet clauses only;
    those in the `record`, and of functions that are not `called`, none.
    """
    record, hints = record or Record(), load_hints()
    names = {_name(mutant): mutant for mutant in mutants}
    known: dict[str, set[str]] = {mutant.topic: set() for mutant in mutants}
    for name in names.keys() & record.fates.keys():
        known[names[name].topic] |= {record.fates[name].killer or ""}

    def run(mutant: Mutant) -> Outcome:
        logging.disable()  # what a faulty target says of itself
        switch_on(mutant)
        ordered = _ordered(order, mutant, hints.get(_name(mutant), ()), known[mutant.topic])
        fuzzed = fuzzing and mutant.name not in unfuzzed
        return try_suite(seed, ordered, fuzzing=fuzzed, access=access)

    broken = []
    for finished in run_each(_left(mutants, record, called), run, limit=LIMIT):
        name, killer = _name(finished.task), _killer(finished)
        if finished.result is None and finished.seconds < LIMIT:
            broken.append(name)
            continue
        known[finished.task.topic] |= {killer or ""}
        record.add(name, Fate(killer, finished.processor_seconds))
        took = f"{finished.processor_seconds:5.1f} s"
        print(f"{name[:_WIDTH]:{_WIDTH}} {took}  {killer or 'SURVIVES'}", flush=True)
    if broken:
        raise MutantError(f"these targets do not even start: {'; '.join(broken)}")
    fates = {name: record.fates[name] for name in names}
    killers = {name: fate.killer for name, fate in fates.items()}
    return Score(killers, sum(fate.seconds for fate in fates.values()))


def _left(
    mutants: Sequence[Mutant], record: Record, called: Collection[str] | None
) -> Iterator[Mutant]:
    """Yield the mutants that are to be tried; record as survivors those of functions that are not called."""
    for mutant in mutants:
        name = _name(mutant)
        if name in record.fates:
            continue
        if called is not None and not is_reached(mutant, called):
            record.add(name, Fate(None, 0.0))
        else:
            yield mutant


def _name(mutant: Mutant) -> str:
    return f"{mutant.topic}: {mutant.name}"


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
    """Import and make what takes long and is none of the target: once, for all copies of this process."""
    import asyncio  # noqa: F401
    import sqlite3  # noqa: F401

    import granian  # noqa: F401
    import hypothesis  # noqa: F401
    import jsonschema_rs  # noqa: F401
    import msgspec  # noqa: F401
    import requests  # noqa: F401
    import yaml  # noqa: F401

    load_clauses()
    gc.freeze()


def try_correct(seed: int, access: Access, *, trace: bool = False) -> Outcome:
    """Try the suite on the correct target: without that, no death of a mutant proves anything.

    With a `trace`, the outcome has the functions that were called.
    """
    run = _traced_with(access) if trace else _correct_with(access)
    [finished] = run_each([seed], run, limit=_SEVERAL * LIMIT)
    if finished.result is None or finished.result.broken:
        seconds = f"more than {_SEVERAL * LIMIT:g} s"
        what = seconds if finished.result is None else finished.result.broken
        raise MutantError(f"the target without a fault fails, see make contract: {what}")
    return finished.result


def _correct_with(access: Access) -> Callable[[int], Outcome]:
    def run(seed: int) -> Outcome:
        return try_suite(seed, {}, fuzzing=True, access=access)

    return run


def _traced_with(access: Access) -> Callable[[int], Outcome]:
    def run(seed: int) -> Outcome:
        with called_functions() as called:
            outcome = try_suite(seed, {}, fuzzing=True, access=access)
        return replace(outcome, called=called)

    return run


def _killer(one: Finished[Mutant, Outcome]) -> str | None:
    if one.result is not None:
        return next(iter(one.result.broken), None)
    return f"more than {LIMIT:g} s" if one.seconds >= LIMIT else None


def _ordered(
    seconds: Mapping[str, float], mutant: Mutant, hints: Collection[str], known: Collection[str]
) -> dict[str, float]:
    """Put first what is known to kill, and what is called as the topic is; then quick clauses.

    Of clauses that are about as quick, one of each family comes first, then the second one of each.
    """
    named = mutant.topic.partition("-")[0].removesuffix("s")
    _, clauses = load_clauses()
    before: Counter[str] = Counter()
    ranks: dict[str, float] = {}
    for clause in clauses:
        usual = seconds.get(clause.id, _SECONDS_OF_A_CALL * clause.cost)
        ranks[clause.id] = -1 if named in clause.id else before[_family(clause.id)] + usual / _ALIKE
        before[_family(clause.id)] += 1
    return ranks | dict.fromkeys(known, -2) | dict.fromkeys(hints, -3)


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
