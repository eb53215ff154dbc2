"""Who may ask: every request is signed, for this moment, once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flinkjobs import AccessKey

from .contract import Contract, Operation, load_contract
from .targets import Target
from .wire import Sent, Wire

pytestmark = pytest.mark.contract

each_operation = pytest.mark.parametrize(
    "operation", load_contract().operations, ids=lambda one: one.name
)


@each_operation
@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("MissingAuthorization", lambda sent: sent.header("authorization", None)),
        (
            "IncompleteSignature",
            lambda sent: sent.header("authorization", "ACS3-HMAC-SHA256 nonsense"),
        ),
        ("InvalidSignatureMethod", lambda sent: sent.header("authorization", "ACS3-HMAC-SHA1 a=b")),
        ("SignatureDoesNotMatch", lambda sent: sent.header("workspace", "another")),
        ("SignatureDoesNotMatch", lambda sent: replace(sent, query=f"{sent.query}&more=1")),
        ("InvalidTimeStamp.Format", lambda sent: sent.header("x-acs-date", "yesterday")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_spoilt_signature_is_refused(
    operation: Operation, code: str, spoil: Callable[[Sent], Sent], wire: Wire, contract: Contract
) -> None:
    """A request whose signature is absent, unreadable or of something else is refused by its code."""
    reply = wire.send(spoil(wire.sign(operation, {})))

    assert contract.statuses[code] == reply.status
    assert code == reply.json[contract.refusal["code"]]


@each_operation
@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_request_of_another_time_is_refused(
    operation: Operation, minutes: int, wire: Wire, contract: Contract
) -> None:
    """A date more than fifteen minutes away, before or after, is refused."""
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    reply = wire.send(wire.sign(operation, {}, now=moment))

    assert "InvalidTimeStamp.Expired" == reply.json[contract.refusal["code"]]


@each_operation
def test_a_request_is_accepted_once(operation: Operation, wire: Wire, contract: Contract) -> None:
    """The same signed request a second time is refused, since its nonce was used."""
    sent = wire.sign(operation, {})
    first, second = wire.send(sent), wire.send(sent)

    assert 200 == first.status
    assert "SignatureNonceUsed" == second.json[contract.refusal["code"]]


@each_operation
def test_an_unknown_key_is_refused(operation: Operation, wire: Wire, contract: Contract) -> None:
    """An access key that nobody made is refused as unknown."""
    reply = wire.send(wire.sign(operation, {}, key=AccessKey("nobody", "nothing")))

    assert "InvalidAccessKeyId.NotFound" == reply.json[contract.refusal["code"]]
    assert contract.statuses["InvalidAccessKeyId.NotFound"] == reply.status


@each_operation
def test_a_wrong_secret_is_refused(
    operation: Operation, wire: Wire, target: Target, contract: Contract
) -> None:
    """A known key with another secret is refused, and neither secret is told."""
    reply = wire.send(wire.sign(operation, {}, key=AccessKey(target.key.id, "guessed-secret")))

    assert "SignatureDoesNotMatch" == reply.json[contract.refusal["code"]]
    assert b"guessed-secret" not in reply.body
    assert target.key.secret.encode() not in reply.body


@each_operation
def test_the_signed_action_is_the_one_of_the_path(
    operation: Operation, wire: Wire, contract: Contract
) -> None:
    """A request signed for another action is refused."""
    reply = wire.send(wire.sign(operation, {}, action="DeleteJob"))

    assert "InvalidAction.NotFound" == reply.json[contract.refusal["code"]]
