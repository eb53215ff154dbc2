"""A model that is a few lines on lists, and the server, asked the same."""

from collections.abc import Iterator, Mapping
from itertools import product
from random import Random
from typing import Any

from ..clause import Bench, Clause
from ..contract import Contract, Operation, Parameter
from ..model import Model, modelled
from ..signing import Key
from ..targets.lab import Job
from .walking import largest_page

_ASKED = 60
_MANY = 3000
"""Items of a listing that is large: a server may well find what is far in another way."""
_LAB = frozenset({"lab"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses that compare an operation with its model, where it has one."""
    if not modelled(operation.name):
        return
    name = f"{operation.name}/model"

    def check(bench: Bench) -> None:
        model = Model(bench.lab.jobs, bench.lab.empty)
        chance = bench.chance(name)
        for _ in range(_ASKED):
            values = {one.name: _value(chance, one, bench) for one in operation.parameters}
            _compare(bench, operation, model, values, bench.target.key)

    fact = "The server answers as the model does, whatever is asked."
    yield Clause(name, fact, check, _LAB, cost=_ASKED)
    if operation.pagination is not None:
        yield _of_many(operation)
    else:
        yield _each(operation)


def _each(operation: Operation) -> Clause:
    def check(bench: Bench) -> None:
        model = Model(bench.lab.jobs, bench.lab.empty)
        for job in bench.lab.jobs:
            values = {one.name: job[one.name] for one in operation.parameters if one.name in job}
            _compare(bench, operation, model, values, bench.target.key)

    fact = "Everything that is there is found by its ids; of equal ids, the newest."
    return Clause(f"{operation.name}/model/each", fact, check, _LAB, cost=2 * _ASKED)


def _of_many(operation: Operation) -> Clause:
    def check(bench: Bench) -> None:
        tenant = bench.lab.tenant()
        chance = bench.chance(operation.name)
        jobs = [{**tenant.values, **_job(chance, number)} for number in range(_MANY)]
        bench.lab.load(tenant.account, jobs)
        model = Model(jobs, tenant.values)
        for values in _far(operation):
            _compare(bench, operation, model, {**tenant.values, **values}, tenant.key)

    fact = f"Of {_MANY} items, pages in the midst, the last one and those around it are right."
    return Clause(f"{operation.name}/model/of-many", fact, check, _LAB, cost=2 * _ASKED)


def _far(operation: Operation) -> Iterator[dict[str, Any]]:
    """Give pages of a large listing in every order: of a size that leaves the last one not full."""
    names = operation.pagination or {}
    choices = [one for one in operation.parameters if "enum" in one.schema]
    size = largest_page(operation) - 1
    last = -(-_MANY // size)
    for chosen in product(*(one.schema["enum"] for one in choices)):
        order = dict(zip((one.name for one in choices), chosen, strict=True))
        for page in (last // 2, last - 1, last, last + 1):
            yield {**order, names["page"]: page, names["size"]: size}


def _job(chance: Random, number: int) -> Job:
    """Make up a job that shares its time and its state with others."""
    state = chance.choice(("RUNNING", "FAILED", "FINISHED"))
    created = 1_700_000_000 + chance.randrange(_MANY // 2)
    job_id = f"{chance.randrange(10**6):06}-{number}"
    return {"jobId": job_id, "createdAt": str(created), "status": {"currentJobStatus": state}}


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


def _compare(
    bench: Bench, operation: Operation, model: Model, values: Mapping[str, Any], key: Key
) -> None:
    asked = {one.name: one.default for one in operation.parameters}
    asked |= {name: value for name, value in values.items() if value is not None}
    asked["workspace"] = str(asked.get("workspace", "")).strip()
    expected = model.answer(operation.name, asked)
    reply = bench.call(operation, values, key=key)
    if expected is None:
        bench.missed(operation, reply)
        return
    body = bench.answered(operation, reply)
    bench.equal(expected, {name: body[name] for name in expected}, f"the answer to {values}")
