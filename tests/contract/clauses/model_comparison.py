"""Comparisons with the reference model: the same call has the same response."""

from collections.abc import Iterator, Mapping
from itertools import product
from random import Random
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Operation, Parameter
from ..model import Model, has_model
from ..signing import Key
from ..targets.control import Job
from .page_walks import largest_page

_CALLS = 60
_MANY = 3000
"""Items of a large listing: a server may read its deep pages in another way."""
_CONTROL, _JOBS = frozenset({"control"}), frozenset({"jobs"})


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses that compare an operation with its model, where it has one."""
    if not has_model(operation.name):
        return
    name = f"{operation.name}/model"

    def check(checker: Checker) -> None:
        model = _model(checker)
        random = checker.random_for(name)
        for _ in range(_CALLS):
            values = {
                parameter.name: _value(random, parameter, checker)
                for parameter in operation.parameters
            }
            _compare(checker, operation, model, values, checker.target.key)

    fact = "The server responds as the model does, whatever the arguments."
    yield Clause(name, fact, check, _JOBS, cost=_CALLS)
    if operation.pagination is not None:
        yield _of_many(operation)
    else:
        yield _every_job(operation)


def _every_job(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        model = _model(checker)
        for job in checker.fixtures.jobs:
            values = {
                parameter.name: job[parameter.name]
                for parameter in operation.parameters
                if parameter.name in job
            }
            _compare(checker, operation, model, values, checker.target.key)

    fact = "Everything that is there is found by its ids; of equal ids, the newest."
    return Clause(f"{operation.name}/model/each", fact, check, _JOBS, cost=2 * _CALLS)


def _of_many(operation: Operation) -> Clause:
    def check(checker: Checker) -> None:
        tenant = checker.control.create_tenant()
        random = checker.random_for(operation.name)
        jobs = [{**tenant.values, **_job(random, number)} for number in range(_MANY)]
        checker.control.load_jobs(tenant.account, jobs)
        model = Model(jobs, tenant.values)
        for values in _far(operation):
            _compare(checker, operation, model, {**tenant.values, **values}, tenant.key)

    fact = f"Of {_MANY} items, pages in the midst, the last one and those around it are right."
    return Clause(f"{operation.name}/model/of-many", fact, check, _CONTROL, cost=2 * _CALLS)


def _model(checker: Checker) -> Model:
    """Build the model of the jobs, and of the empty place where one is known."""
    known = "empty-place" in checker.fixtures.offers
    empty = checker.fixtures.place("empty") if known else checker.target.values
    return Model(checker.fixtures.jobs, empty)


def _far(operation: Operation) -> Iterator[dict[str, Any]]:
    """Yield pages of a large listing in every order: of a size that leaves the last one not full."""
    names = operation.pagination or {}
    choices = [parameter for parameter in operation.parameters if "enum" in parameter.schema]
    size = largest_page(operation) - 1
    last = -(-_MANY // size)
    for chosen in product(*(choice.schema["enum"] for choice in choices)):
        order = dict(zip((choice.name for choice in choices), chosen, strict=True))
        for page in (last // 2, last - 1, last, last + 1):
            yield {**order, names["page"]: page, names["size"]: size}


def _job(random: Random, number: int) -> Job:
    """Make up a job that shares its time and its state with others."""
    state = random.choice(("RUNNING", "FAILED", "FINISHED"))
    created = 1_700_000_000 + random.randrange(_MANY // 2)
    job_id = f"{random.randrange(10**6):06}-{number}"
    return {"jobId": job_id, "createdAt": str(created), "status": {"currentJobStatus": state}}


def _value(random: Random, parameter: Parameter, checker: Checker) -> Any:
    if not parameter.required and random.random() < 0.3:
        return None
    if "enum" in parameter.schema:
        return random.choice(parameter.schema["enum"])
    if parameter.type == "integer":
        small, most = parameter.minimum or 0, parameter.maximum or 100
        return min(most, max(small, int(random.paretovariate(0.6))))
    if random.random() < 0.75:
        return checker.target.values[parameter.name]
    return random.choice([job[parameter.name] for job in checker.fixtures.jobs])


def _compare(
    checker: Checker, operation: Operation, model: Model, values: Mapping[str, Any], key: Key
) -> None:
    arguments = {parameter.name: parameter.default for parameter in operation.parameters}
    arguments |= {name: value for name, value in values.items() if value is not None}
    arguments["workspace"] = str(arguments.get("workspace", "")).strip()
    expected = model.respond(operation.name, arguments)
    response = checker.call(operation, values, key=key)
    if expected is None:
        checker.expect_not_found(operation, response)
        return
    body = checker.expect_success(operation, response)
    checker.expect_equal(
        expected, {name: body[name] for name in expected}, f"the response to {values}"
    )
