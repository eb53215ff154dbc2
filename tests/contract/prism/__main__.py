"""Holds Prism to the contract, and checks that the suite finds what it ought to: `make contract-prism`.

`expected.yaml` says which clauses a mock must break, and why. Exit code 1 says that another one
broke, or that one of them did not.
"""

import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from ..clause import Bench, Clause
from ..clauses import all_clauses
from ..contract import Contract, load_contract
from ..running import fitting, try_clause
from ..senders import HttpSender
from ..signing import Key
from ..targets import Target
from ..wire import open_wire
from .process import Prism, running_prism

_EXPECTED = Path(__file__).with_name("expected.yaml")


def main() -> int:
    """Run, compare, and say what differs."""
    expected = yaml.safe_load(_EXPECTED.read_text("utf-8"))
    contract = load_contract()
    with running_prism() as prism:
        target = _target(contract, prism)
        with open_wire(contract, target) as wire:
            bench = Bench(contract, target, wire, seed=0)
            clauses = fitting(all_clauses(contract), target)
            tried = [one for one in clauses if not _matches(one.id, expected["deadly"])]
            outcome = {one.id: _outcome(bench, prism, one) for one in tried}
    differences = list(_differences(expected, outcome))
    for line in differences:
        print(line)
    broken = sum(bool(message) for message in outcome.values())
    print(f"Prism keeps {len(outcome) - broken} clauses and breaks {broken}, ", end="")
    print(
        f"{len(differences)} of them unlike {_EXPECTED.name} says"
        if differences
        else "as it ought to"
    )
    return 1 if differences else 0


def _target(contract: Contract, prism: Prism) -> Target:
    """A mock has no data: the examples of the specification stand in for what is known."""
    values = {
        name: value
        for operation in contract.operations
        for name, value in operation.examples().items()
        if operation.parameter(name).required
    }
    return Target(prism.url, Key("key", "secret"), values, HttpSender(prism.url), careful=True)


def _outcome(bench: Bench, prism: Prism, clause: Clause) -> str:
    """Try a clause; give why it is broken, or nothing."""
    try:
        try_clause(bench, clause)
    except Exception as error:
        died = prism.require_running()
        return "Prism died of it" if died else f"{type(error).__name__}: {error}"
    return ""


def _differences(expected: dict[str, Any], outcome: dict[str, str]) -> Iterator[str]:
    for clause, message in outcome.items():
        why = next(
            (one["why"] for one in expected["breaks"] if _matches(clause, one["clauses"])), ""
        )
        spared = _matches(clause, expected["keeps"])
        if message and (spared or not why):
            yield f"{clause} broke, unexpectedly: {message}"
        if not message and why and not spared:
            yield f"{clause} holds, though: {why}"


def _matches(clause: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(clause, pattern) for pattern in patterns)


if __name__ == "__main__":
    sys.exit(main())
