"""What is asked for by its id is that, or it does not exist."""

from typing import Any

import pytest

from .contract import Contract, Operation, load_contract
from .targets import Target
from .wire import Wire

pytestmark = pytest.mark.contract

OPERATIONS = {one.name: one for one in load_contract().operations}


def _ids() -> list[Any]:
    return [
        pytest.param(operation, parameter.name, id=f"{operation.name}-{parameter.name}")
        for operation in OPERATIONS.values()
        for parameter in operation.parameters
        if parameter.required
    ]


def _codes(operation: Operation, wire: Wire, contract: Contract, **values: str) -> tuple[Any, ...]:
    reply = wire.call(operation, **values)
    answer = contract.envelope
    return reply.status, reply.json[answer["success"]], reply.json[answer["code"]]


@pytest.mark.parametrize(("operation", "name"), _ids())
@pytest.mark.parametrize(
    "change",
    [str.swapcase, lambda known: known[:-1], lambda known: f"{known}0", lambda _: "%"],
    ids=["other case", "shorter", "longer", "wildcard"],
)
def test_ids_are_compared_exactly(
    operation: Operation, name: str, change: Any, wire: Wire, target: Target, contract: Contract
) -> None:
    """An id that is almost one that exists finds nothing, and says so with the same code."""
    other = change(target.values[name])

    assert (200, False, contract.not_found) == _codes(operation, wire, contract, **{name: other})


def test_a_listed_job_is_got_as_it_was_listed(wire: Wire) -> None:
    """GetJob answers each job of a page as ListJobs does, field by field."""
    listed = wire.call(OPERATIONS["ListJobs"], pageSize=50).json["data"]
    got = [wire.call(OPERATIONS["GetJob"], jobId=job["jobId"]).json["data"] for job in listed]

    assert listed
    assert listed == got
