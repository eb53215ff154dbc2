"""Methods and paths beside the ones that the specification has."""

from dataclasses import replace
from typing import Any

import pytest

from .contract import Contract, Operation, load_contract
from .wire import Wire

pytestmark = pytest.mark.contract

BESIDE = ("/", "/more", "s", "%2F", "/more/still")

each_operation = pytest.mark.parametrize(
    "operation", load_contract().operations, ids=lambda one: one.name
)


def _paths() -> list[Any]:
    """Give each operation with endings that lead its path to no operation, neither itself nor another."""
    operations = load_contract().operations
    return [
        pytest.param(operation, more, id=f"{operation.name}-{more}")
        for operation in operations
        for more in BESIDE
        if not any(_leads_to(other, operation.path + more) for other in operations)
    ]


def _leads_to(operation: Operation, path: str) -> bool:
    steps, segments = operation.path.split("/"), path.split("/")
    fits = (step.startswith("{") or step == one for step, one in zip(steps, segments, strict=False))
    return len(steps) == len(segments) and all(fits)


@each_operation
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"])
def test_another_method_is_refused_with_those_that_are_allowed(
    operation: Operation, method: str, wire: Wire, contract: Contract
) -> None:
    """A known path refuses a method it does not have, and names the ones it has."""
    sent = replace(wire.unsigned(operation), method=method)
    reply = wire.send(wire.sign_raw(operation, sent))

    assert 405 == reply.status
    assert operation.method in reply.headers["allow"].replace(" ", "").split(",")
    assert "InvalidApi.NotFound" == reply.json[contract.refusal["code"]]


@each_operation
def test_head_is_get_without_a_body(operation: Operation, wire: Wire) -> None:
    """HEAD answers as GET does, but for the body."""
    sent = replace(wire.unsigned(operation), method="HEAD")
    reply = wire.send(wire.sign_raw(operation, sent))

    assert (200, b"") == (reply.status, reply.body)


@pytest.mark.parametrize(("operation", "more"), _paths())
def test_an_unknown_path_is_refused(
    operation: Operation, more: str, wire: Wire, contract: Contract
) -> None:
    """A path that no operation has is refused as such."""
    sent = wire.unsigned(operation)
    reply = wire.send(wire.sign_raw(operation, replace(sent, path=sent.path + more)))

    assert 404 == reply.status
    assert "InvalidApi.NotFound" == reply.json[contract.refusal["code"]]


@each_operation
def test_an_unknown_query_parameter_is_ignored(operation: Operation, wire: Wire) -> None:
    """A caller that is newer than the server is answered all the same."""
    sent = wire.unsigned(operation)
    newer = replace(sent, query=f"{sent.query}&newInTheNextVersion=1")

    assert wire.send(wire.sign_raw(operation, newer)).json["success"]
