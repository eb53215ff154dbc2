"""Methods and paths beside the ones that the specification has."""

from dataclasses import replace

import pytest

from .contract import Contract, Operation, load_contract
from .wire import Wire

pytestmark = pytest.mark.contract

each_operation = pytest.mark.parametrize(
    "operation", load_contract().operations, ids=lambda one: one.name
)


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


@each_operation
@pytest.mark.parametrize("more", ["/", "/more", "s", "%2F"])
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
