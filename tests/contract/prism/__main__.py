"""The check of the suite itself, `make contract-prism`: Prism must violate the expected clauses.

`expected.yaml` lists the clauses that a mock must violate, with reasons. Exit code 1 says that another one
broke, or that one of them did not.
"""

import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from ..clause import Checker, Clause
from ..clauses import all_clauses
from ..contract import Contract, load_contract
from ..runner import run_clause, supported_clauses
from ..senders import HttpSender
from ..signing import Key
from ..target_client import open_client
from ..targets import Target
from .process import Prism, running_prism

_EXPECTED = Path(__file__).with_name("expected.yaml")


def main() -> int:
    """Run, compare, and print the differences."""
    expected = yaml.safe_load(_EXPECTED.read_text("utf-8"))
    contract = load_contract()
    with running_prism() as prism:
        target = _target(contract, prism)
        with open_client(contract, target) as client:
            checker = Checker(contract, target, client, seed=0)
            clauses = supported_clauses(all_clauses(contract), target)
            tried = [clause for clause in clauses if not _matches(clause.id, expected["deadly"])]
            outcome = {clause.id: _outcome(checker, prism, clause) for clause in tried}
    differences = list(_differences(expected, outcome))
    for line in differences:
        print(line)
    broken = sum(bool(message) for message in outcome.values())
    print(f"Prism keeps {len(outcome) - broken} clauses and breaks {broken}, ", end="")
    print(
        f"{len(differences)} of them contrary to {_EXPECTED.name}" if differences else "as expected"
    )
    return 1 if differences else 0


def _target(contract: Contract, prism: Prism) -> Target:
    """Build a target without data: the examples of the specification serve as ids."""
    values = {
        name: value
        for operation in contract.operations
        for name, value in operation.examples().items()
        if operation.parameter(name).required
    }
    return Target(prism.url, Key("key", "secret"), values, HttpSender(prism.url), read_only=True)


def _outcome(checker: Checker, prism: Prism, clause: Clause) -> str:
    """Run a clause; return why it is violated, or nothing."""
    try:
        run_clause(checker, clause)
    except Exception as error:
        died = prism.require_running()
        return "Prism died of it" if died else f"{type(error).__name__}: {error}"
    return ""


def _differences(expected: dict[str, Any], outcome: dict[str, str]) -> Iterator[str]:
    for clause, message in outcome.items():
        why = next(
            (entry["why"] for entry in expected["breaks"] if _matches(clause, entry["clauses"])), ""
        )
        spared = _matches(clause, expected["keeps"])
        if message and (spared or not why):
            yield f"{clause} was violated unexpectedly: {message}"
        if not message and why and not spared:
            yield f"{clause} holds, contrary to: {why}"


def _matches(clause: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(clause, pattern) for pattern in patterns)


if __name__ == "__main__":
    sys.exit(main())
