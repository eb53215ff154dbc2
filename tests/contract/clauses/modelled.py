"""A model that is a few lines on lists, and the server, asked the same at random."""

from collections.abc import Iterator
from random import Random
from typing import Any

from ..clause import Bench, Clause
from ..contract import Contract, Operation, Parameter
from ..model import Model, modelled

_ASKED = 60


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clause that compares an operation with its model, where it has one."""
    name = f"{operation.name}/model"

    def check(bench: Bench) -> None:
        model = Model(bench.lab.jobs, bench.lab.empty)
        chance = bench.chance(name)
        for _ in range(_ASKED):
            values = {one.name: _value(chance, one, bench) for one in operation.parameters}
            _compare(bench, operation, model, values)

    if modelled(operation.name):
        fact = "The server answers as the model does, whatever is asked."
        yield Clause(name, fact, check, frozenset({"lab"}), cost=_ASKED)


def _value(chance: Random, parameter: Parameter, bench: Bench) -> Any:
    if not parameter.required and chance.random() < 0.3:
        return None
    if "enum" in parameter.schema:
        return chance.choice(parameter.schema["enum"])
    if parameter.kind == "integer":
        small, most = parameter.smallest or 0, parameter.largest or 100
        return min(most, max(small, int(chance.paretovariate(0.6))))
    if chance.random() < 0.75:
        return bench.target.values[parameter.name]
    return chance.choice([job[parameter.name] for job in bench.lab.jobs])


def _compare(bench: Bench, operation: Operation, model: Model, values: dict[str, Any]) -> None:
    asked = {one.name: one.default for one in operation.parameters}
    asked |= {name: value for name, value in values.items() if value is not None}
    asked["workspace"] = str(asked.get("workspace", "")).strip()
    expected = model.answer(operation.name, asked)
    reply = bench.call(operation, values)
    if expected is None:
        bench.missed(operation, reply)
        return
    body = bench.answered(operation, reply)
    bench.equal(expected, {name: body[name] for name in expected}, f"the answer to {values}")
