"""Rules of the deploy loop as functions: each is a clause of an operation that it names."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..clause import Checker, Clause
from ..contract import Operation
from ..deploy_loop import DeployLoop, deploy_loop

__all__ = ["Rules"]

Rule: TypeAlias = Callable[[DeployLoop], None]
_COST = 15


class Rules:
    """The rules of a topic, in the order in which they are stated."""

    def __init__(self) -> None:
        self._rules: list[tuple[str, Rule, frozenset[str]]] = []

    def of(self, operation: str, *needs: str) -> Callable[[Rule], Rule]:
        """Let a function be a rule of an operation; its first line is the fact that it checks."""

        def add(rule: Rule) -> Rule:
            self._rules.append((operation, rule, frozenset({"writes", *needs})))
            return rule

        return add

    def clauses(self, operation: Operation) -> Iterator[Clause]:
        """Yield the clauses of an operation."""
        for name, rule, needs in self._rules:
            if name == operation.name:
                yield _clause(name, rule, needs)


def _clause(operation: str, rule: Rule, needs: frozenset[str]) -> Clause:
    def check(checker: Checker) -> None:
        with deploy_loop(checker) as loop:
            rule(loop)

    fact = (rule.__doc__ or "").partition("\n")[0]
    case = rule.__name__.replace("_", "-")
    return Clause(f"{operation}/rule/{case}", fact, check, needs, _COST)
