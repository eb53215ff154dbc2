"""A statement with conditions counts only where and when they hold."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flinkjobs_target.auth.conditions import Circumstances
from flinkjobs_target.auth.ram_policy import judge, parse_policy
from flinkjobs_target.errors import TargetError

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def policy(condition: Any, effect: str = "Allow") -> str:
    """Write a policy that allows everything under a condition, or denies it."""
    rule = {"Effect": effect, "Action": "*", "Resource": "*", "Condition": condition}
    return json.dumps({"Version": "1", "Statement": [rule]})


def allows(condition: Any, **circumstances: Any) -> bool:
    """Tell whether a condition lets a call pass at noon, from 203.0.113.7, without TLS."""
    known = {"now": NOON, "source": "203.0.113.7", "secure": False, **circumstances}
    judged = judge([parse_policy(policy(condition))], "stream:ListJobs", Circumstances(**known))
    return judged == "Allow"


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
def test_where_a_call_comes_from(operator: str, value: Any, source: str, expected: bool) -> None:
    """Addresses and blocks, of both kinds; several mean any of them."""
    assert expected is allows({operator: {"acs:SourceIp": value}}, source=source)


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
@pytest.mark.parametrize("operator", ["IpAddress", "NotIpAddress"])
def test_nobody_passes_from_nowhere(effect: str, operator: str) -> None:
    """Where the address is unknown, an Allow does not count, and a Deny does."""
    everything = parse_policy(policy({}))
    tested = parse_policy(policy({operator: {"acs:SourceIp": "203.0.113.0/24"}}, effect))
    policies = [tested] if effect == "Allow" else [everything, tested]

    unknown = Circumstances(now=NOON, source=None, secure=True)
    assert "Allow" != judge(policies, "stream:ListJobs", unknown)


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
def test_when_a_call_comes(operator: str, noon: str, expected: tuple[bool, ...]) -> None:
    """A second before, at, and a second after."""
    condition = {operator: {"acs:CurrentTime": noon}}

    moments = [NOON + timedelta(seconds=seconds) for seconds in (-1, 0, 1)]
    assert expected == tuple(allows(condition, now=moment) for moment in moments)


@pytest.mark.parametrize("value", [True, "true", ["true"]])
def test_whether_a_call_is_encrypted(value: Any) -> None:
    """Text or truth value."""
    condition = {"Bool": {"acs:SecureTransport": value}}

    assert (True, False) == (allows(condition, secure=True), allows(condition, secure=False))


def test_all_conditions_of_a_statement_must_hold() -> None:
    """Of several operators, and of several keys."""
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
            "/Condition/Bool/acs:MFAPresent: the key is none of "
            "acs:SourceIp, acs:CurrentTime, acs:SecureTransport",
        ),
        (
            {"StringLike": {"acs:SourceIp": "203.*"}},
            "/Condition/StringLike/acs:SourceIp: acs:SourceIp is judged with "
            "IpAddress, NotIpAddress, not StringLike",
        ),
        (
            {"IpAddress": {"acs:SourceIp": []}},
            "/Condition/IpAddress/acs:SourceIp: there must be a value",
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
def test_a_condition_that_cannot_be_judged_is_refused(condition: Any, message: str) -> None:
    """With its place, when the policy is loaded."""
    with pytest.raises(TargetError) as caught:
        parse_policy(policy(condition))

    assert f"the policy cannot be judged: /Statement/0{message}" == str(caught.value)


def test_conditions_are_judged_with_every_call(
    owner: Any, keyring: Any, call_as: Any, load: Any, make_job: Any, clock: Any
) -> None:
    """Address, time and encryption are those of the call; without a restart or a new key."""
    load(make_job("a"))
    condition = {
        "IpAddress": {"acs:SourceIp": "203.0.113.0/24"},
        "DateLessThan": {"acs:CurrentTime": "2026-11-22T12:30:00Z"},
        "Bool": {"acs:SecureTransport": "true"},
    }
    alice = call_as(keyring.create(user="alice", policies=[policy(condition)]))
    inside = {"client": ("203.0.113.7", 1), "scheme": "https"}

    statuses = []
    for change in ({}, {"client": ("198.51.100.1", 1)}, {"scheme": "http"}, {"client": None}):
        alice.scope = inside | change
        statuses.append(alice.list().status)
    clock.move(minutes=30)
    alice.scope = inside
    statuses.append(alice.list().status)

    assert [200, 403, 403, 403, 403] == statuses
