"""Conditions of statements: source address, time and transport security."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flinkjobs_target.auth.conditions import RequestConditions
from flinkjobs_target.auth.ram_policy import evaluate, parse_policy
from flinkjobs_target.errors import TargetError

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def policy(condition: Any, effect: str = "Allow") -> str:
    """Return a policy that allows or denies everything under a condition."""
    statement = {"Effect": effect, "Action": "*", "Resource": "*", "Condition": condition}
    return json.dumps({"Version": "1", "Statement": [statement]})


def allows(condition: Any, **conditions: Any) -> bool:
    """Whether a condition permits a request at noon, from 203.0.113.7, without TLS."""
    defaults = {"now": NOON, "source": "203.0.113.7", "secure": False, **conditions}
    decision = evaluate(
        [parse_policy(policy(condition))], "stream:ListJobs", RequestConditions(**defaults)
    )
    return decision == "Allow"


@pytest.mark.parametrize(
    ("operator", "value", "source", "expected"),
    [
        ("IpAddress", "203.0.113.7", "203.0.113.7", True),
        ("IpAddress", "203.0.113.0/24", "203.0.113.7", True),
        ("IpAddress", "203.0.113.0/24", "203.0.114.7", False),
        ("IpAddress", ["198.51.100.0/24", "203.0.113.0/24"], "203.0.113.7", True),
        ("IpAddress", "203.0.113.0/24", "::ffff:203.0.113.7", True),
        ("IpAddress", "2001:db8::/32", "2001:db8::1", True),
        ("IpAddress", "2001:db8::/32", "203.0.113.7", False),
        ("NotIpAddress", "203.0.113.0/24", "203.0.113.7", False),
        ("NotIpAddress", "203.0.113.0/24", "198.51.100.1", True),
        ("NotIpAddress", ["203.0.113.0/24", "198.51.100.0/24"], "198.51.100.1", False),
    ],
)
def test_source_addresses_match_networks(
    operator: str, value: Any, source: str, expected: bool
) -> None:
    """IPv4 and IPv6; of several values, any has to match."""
    assert allows({operator: {"acs:SourceIp": value}}, source=source) is expected


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
@pytest.mark.parametrize("operator", ["IpAddress", "NotIpAddress"])
def test_an_unknown_source_address_is_denied(effect: str, operator: str) -> None:
    """With an unknown address, an Allow does not apply, and a Deny does."""
    everything = parse_policy(policy({}))
    conditional = parse_policy(policy({operator: {"acs:SourceIp": "203.0.113.0/24"}}, effect))
    policies = [conditional] if effect == "Allow" else [everything, conditional]

    unknown = RequestConditions(now=NOON, source=None, secure=True)
    assert evaluate(policies, "stream:ListJobs", unknown) != "Allow"


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("DateEquals", (False, True, False)),
        ("DateNotEquals", (True, False, True)),
        ("DateLessThan", (True, False, False)),
        ("DateLessThanEquals", (True, True, False)),
        ("DateGreaterThan", (False, False, True)),
        ("DateGreaterThanEquals", (False, True, True)),
    ],
)
@pytest.mark.parametrize("noon", ["2026-11-22T12:00:00Z", "2026-11-22T20:00+08:00"])
def test_times_are_compared(operator: str, noon: str, expected: tuple[bool, ...]) -> None:
    """One second before, at, and one second after."""
    condition = {operator: {"acs:CurrentTime": noon}}

    moments = [NOON + timedelta(seconds=seconds) for seconds in (-1, 0, 1)]
    assert tuple(allows(condition, now=moment) for moment in moments) == expected


@pytest.mark.parametrize("value", [True, "true", ["true"]])
def test_secure_transport_is_compared(value: Any) -> None:
    """With a string or a boolean."""
    condition = {"Bool": {"acs:SecureTransport": value}}

    assert (allows(condition, secure=True), allows(condition, secure=False)) == (True, False)


def test_all_conditions_of_a_statement_must_hold() -> None:
    """Several operators, and several keys."""
    condition = {
        "IpAddress": {"acs:SourceIp": "203.0.113.0/24"},
        "Bool": {"acs:SecureTransport": "true"},
    }

    assert allows(condition, secure=True)
    assert not allows(condition, secure=False)
    assert not allows(condition, secure=True, source="198.51.100.1")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (3, "/Condition: must be an object"),
        ({"Bool": []}, "/Condition/Bool: must be an object"),
        (
            {"Bool": {"acs:MFAPresent": "true"}},
            "/Condition/Bool/acs:MFAPresent: the key must be one of "
            "acs:SourceIp, acs:CurrentTime, acs:SecureTransport",
        ),
        (
            {"StringLike": {"acs:SourceIp": "203.*"}},
            "/Condition/StringLike/acs:SourceIp: acs:SourceIp supports "
            "IpAddress, NotIpAddress, not StringLike",
        ),
        (
            {"IpAddress": {"acs:SourceIp": []}},
            "/Condition/IpAddress/acs:SourceIp: at least one value is required",
        ),
        (
            {"IpAddress": {"acs:SourceIp": ["203.0.113.7", "203.0.113.7/24"]}},
            "/Condition/IpAddress/acs:SourceIp/1: the value must be an address or a block such as "
            "203.0.113.0/24: 203.0.113.7/24 has host bits set",
        ),
        (
            {"DateLessThan": {"acs:CurrentTime": "2026-11-22T12:00:00"}},
            "/Condition/DateLessThan/acs:CurrentTime: the value must be a time such as "
            "2026-11-22T12:00:00Z or 2026-11-22T20:00:00+08:00",
        ),
        (
            {"Bool": {"acs:SecureTransport": "yes"}},
            '/Condition/Bool/acs:SecureTransport: the value must be "true" or "false"',
        ),
    ],
)
def test_an_unsupported_condition_is_rejected(condition: Any, message: str) -> None:
    """With its JSON pointer, when the policy is loaded."""
    with pytest.raises(TargetError) as caught:
        parse_policy(policy(condition))

    assert str(caught.value) == f"the policy is invalid or not supported: /Statement/0{message}"


def test_conditions_are_evaluated_with_every_request(
    owner: Any, keyring: Any, client_for: Any, load: Any, make_job: Any, clock: Any
) -> None:
    """With the address, time and encryption of that request."""
    load(make_job("a"))
    condition = {
        "IpAddress": {"acs:SourceIp": "203.0.113.0/24"},
        "DateLessThan": {"acs:CurrentTime": "2026-11-22T12:30:00Z"},
        "Bool": {"acs:SecureTransport": "true"},
    }
    alice = client_for(keyring.create(user="alice", policies=[policy(condition)]))
    inside = {"client": ("203.0.113.7", 1), "scheme": "https"}

    statuses = []
    for change in ({}, {"client": ("198.51.100.1", 1)}, {"scheme": "http"}, {"client": None}):
        alice.scope = inside | change
        statuses.append(alice.list().status)
    clock.move(minutes=30)
    alice.scope = inside
    statuses.append(alice.list().status)

    assert statuses == [200, 403, 403, 403, 403]
