"""What a user may do: nothing, unless a policy allows it and none denies it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..clause import Bench, Clause
from ..contract import Contract, Operation
from ..signing import Key
from ..targets.lab import texts

FORBIDDEN = "Forbidden.RAM"
_LAB = frozenset({"lab"})

Statement = Mapping[str, Any]


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Give the clauses about the permission that an operation needs."""
    if operation.permission is None:
        return
    action = operation.permission["action"]
    others = [one.permission["action"] for one in contract.operations if one.permission]
    for name, statements in _allowed(action).items():
        yield _decided(operation, name, statements, None)
    for name, statements in _not_allowed(action, others).items():
        yield _decided(operation, name, statements, "ImplicitDeny")
    for name, statements in _denied(action).items():
        yield _decided(operation, name, statements, "ExplicitDeny")
    yield from _of_callers(operation, action)


def allow(
    action: str | Sequence[str],
    condition: Statement | None = None,
    resource: str | Sequence[str] = "*",
) -> Statement:
    return _statement("Allow", action, resource, condition or {})


def deny(
    action: str | Sequence[str], condition: Statement | None = None, resource: str = "*"
) -> Statement:
    return _statement("Deny", action, resource, condition or {})


def _statement(
    effect: str,
    action: str | Sequence[str],
    resource: str | Sequence[str],
    condition: Mapping[str, Any],
) -> Statement:
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    return {**statement, "Condition": dict(condition)} if condition else statement


def _allowed(action: str) -> dict[str, list[Statement]]:
    product, name = action.split(":")
    return {
        "action": [allow(action)],
        "action-of-a-list": [allow(["ecs:Stop", action])],
        "resource-of-a-list": [allow(action, None, [_NARROWER, "*"])],
        "second-statement": [allow("ecs:*"), allow(action)],
        "everything": [allow("*")],
        "product": [allow(f"{product}:*")],
        "product-and-verb": [allow(f"{product}:{name[:3]}*")],
        "wildcard-inside": [allow(f"{product}:{name[0]}*{name[-1]}")],
        "wildcard-of-nothing": [allow(f"{action}*")],
        "question-mark": [allow(f"{action[:-1]}?")],
        "other-case": [allow(action.swapcase())],
        "deny-of-another": [allow(action), deny(f"{product}:Stop*")],
        "deny-of-a-longer": [allow(action), deny(f"{action}?")],
        "deny-elsewhere": [allow(action), deny("*", _ELSEWHERE)],
        "deny-long-ago": [allow(action), deny("*", _LONG_AGO)],
        "here": [allow(action, _HERE)],
        "now": [allow(action, _NOW)],
        "here-and-now": [allow(action, {**_HERE, **_NOW})],
        "one-of-two-places": [
            allow(action, {"IpAddress": {"acs:SourceIp": ["203.0.113.0/24", "127.0.0.0/8"]}})
        ],
        "not-elsewhere": [allow(action, {"NotIpAddress": {"acs:SourceIp": "203.0.113.0/24"}})],
        "in-plain-text": [allow(action, {"Bool": {"acs:SecureTransport": "false"}})],
    }


def _not_allowed(action: str, actions: Sequence[str]) -> dict[str, list[Statement]]:
    product, name = action.split(":")
    others = {f"other-{one.split(':')[1]}": [allow(one)] for one in actions if one != action}
    return {
        **others,
        "nothing": [],
        "another-product": [allow(f"ecs:{name}")],
        "another-product-whole": [allow(["ecs:*", f"{product}s:*"])],
        "shorter": [allow(action[:-1])],
        "longer": [allow(f"{action}s")],
        "one-more-letter": [allow(f"{action}?")],
        "too-few-letters": [allow(f"{action[:-2]}?")],
        "ending": [allow(f"{product}:{name[1:]}*")],
        "beginning": [allow(f"{product}:*{name[:-1]}")],
        "dot-is-no-wildcard": [allow(f"{product}:{'?' * (len(name) + 1)}")],
        "narrower-resource": [allow(action, None, _NARROWER)],
        "elsewhere": [allow(action, _ELSEWHERE)],
        "long-ago": [allow(action, _LONG_AGO)],
        "here-but-long-ago": [allow(action, {**_HERE, **_LONG_AGO})],
        "now-but-elsewhere": [allow(action, {**_NOW, **_ELSEWHERE})],
        "not-here": [allow(action, {"NotIpAddress": {"acs:SourceIp": "127.0.0.1"}})],
        "encrypted": [allow(action, {"Bool": {"acs:SecureTransport": "true"}})],
    }


def _denied(action: str) -> dict[str, list[Statement]]:
    product, name = action.split(":")
    return {
        "denied": [deny(action)],
        "allowed-then-denied": [allow(action), deny(action)],
        "denied-then-allowed": [deny(action), allow(action)],
        "denied-whole": [allow(action), deny(f"{product}:*")],
        "denied-everything": [allow("*"), deny("*")],
        "denied-by-wildcard": [allow(action), deny(f"{product}:{name[:3]}*")],
        "denied-in-other-case": [allow(action), deny(action.swapcase())],
        "denied-here": [allow(action), deny("*", _HERE)],
        "denied-now": [allow(action), deny(action, _NOW)],
        "denied-in-plain-text": [allow("*"), deny("*", {"Bool": {"acs:SecureTransport": "false"}})],
    }


_NARROWER = "acs:stream:cn-hangzhou:*:workspace/*"
_HERE = {"IpAddress": {"acs:SourceIp": "127.0.0.1"}}
_ELSEWHERE = {"IpAddress": {"acs:SourceIp": "203.0.113.0/24"}}
_NOW = {"DateGreaterThan": {"acs:CurrentTime": "2020-01-01T00:00:00Z"}}
_LONG_AGO = {"DateLessThan": {"acs:CurrentTime": "2020-01-01T00:00:00Z"}}


def _decided(
    operation: Operation, name: str, statements: Sequence[Statement], reason: str | None
) -> Clause:
    def check(bench: Bench) -> None:
        _, key = _user(bench, _policy(*statements))
        _expect(bench, operation, key, reason)

    def apart(bench: Bench) -> None:
        _, key = _user(bench, *(_policy(one) for one in statements))
        _expect(bench, operation, key, reason)

    def both(bench: Bench) -> None:
        check(bench)
        if len(statements) > 1:
            apart(bench)

    fate = "denied" if reason else "allowed"
    fact = f"A user is {fate} it whose policies say: {name.replace('-', ' ')}."
    return Clause(f"{operation.name}/permission/{name}", fact, both, _LAB, 2)


def _of_callers(operation: Operation, action: str) -> Iterator[Clause]:
    def owner(bench: Bench) -> None:
        bench.answer(operation, key=bench.lab.key())

    def detail(bench: Bench) -> None:
        user, key = _user(bench, _policy())
        field = bench.contract.refusal["detail"]
        body = bench.refused(operation, bench.call(operation, key=key), FORBIDDEN)
        expected = {
            "PolicyType": "AccountLevelIdentityBasedPolicy",
            "NoPermissionType": "ImplicitDeny",
            "AuthAction": action,
            "AuthPrincipalType": "SubUser",
            "AuthPrincipalDisplayName": user,
            "AuthPrincipalOwnerId": bench.lab.account,
        }
        bench.equal(expected, body.get(field), field)

    def at_once(bench: Bench) -> None:
        user, key = _user(bench, _policy(allow(action)))
        _expect(bench, operation, key, None)
        bench.lab.permit(user, _policy(deny(action)))
        _expect(bench, operation, key, "ExplicitDeny")
        bench.lab.permit(user, _policy(allow(action)))
        _expect(bench, operation, key, None)

    def granted(bench: Bench) -> None:
        user = f"user-{uuid.uuid4().hex[:12]}"
        key = bench.lab.key(None, user, policies=[])
        _expect(bench, operation, key, "ImplicitDeny")
        bench.lab.permit(user, _policy(allow(action)))
        _expect(bench, operation, key, None)
        bench.lab.permit(user)
        _expect(bench, operation, key, "ImplicitDeny")

    def by_turns(bench: Bench) -> None:
        users = {
            "ImplicitDeny": _policy(),
            None: _policy(allow(action)),
            "ExplicitDeny": _policy(deny(action)),
        }
        keys = {reason: _user(bench, policy)[1] for reason, policy in users.items()}
        for reason, key in (*keys.items(), *reversed(keys.items())):
            _expect(bench, operation, key, reason)

    def another_user(bench: Bench) -> None:
        _user(bench, _policy(allow("*")))
        _, key = _user(bench, _policy())
        _expect(bench, operation, key, "ImplicitDeny")

    def same_name_elsewhere(bench: Bench) -> None:
        user, key = _user(bench, _policy())
        other = bench.lab.tenant()
        theirs = bench.lab.key(other.account, user, policies=texts([_policy(allow("*"))]))
        bench.missed(operation, bench.call(operation, key=theirs))
        _expect(bench, operation, key, "ImplicitDeny")

    place = f"{operation.name}/permission"
    yield Clause(f"{place}/owner", "The owner of an account may do everything.", owner, _LAB)
    yield Clause(f"{place}/detail", "A denial says who may not do what.", detail, _LAB)
    yield Clause(f"{place}/at-once", "A changed policy counts at once.", at_once, _LAB, 3)
    fact = "A user's first policy counts at once, and so does it when it is gone."
    yield Clause(f"{place}/granted", fact, granted, _LAB, 3)
    fact = "Users who call by turns may each do what their own policies say."
    yield Clause(f"{place}/by-turns", fact, by_turns, _LAB, 6)
    fact = "A policy is that of its user alone."
    yield Clause(f"{place}/of-another-user", fact, another_user, _LAB, 2)
    yield Clause(f"{place}/of-a-namesake", fact, same_name_elsewhere, _LAB, 2)


def _policy(*statements: Statement) -> Mapping[str, Any]:
    return {"Version": "1", "Statement": list(statements)}


def _user(bench: Bench, *policies: Mapping[str, Any]) -> tuple[str, Key]:
    user = f"user-{uuid.uuid4().hex[:12]}"
    return user, bench.lab.key(None, user, policies=texts(policies or [_policy()]))


def _expect(bench: Bench, operation: Operation, key: Key, reason: str | None) -> None:
    reply = bench.call(operation, key=key)
    if reason is None:
        bench.answered(operation, reply)
        return
    body = bench.refused(operation, reply, FORBIDDEN)
    detail = body.get(bench.contract.refusal["detail"]) or {}
    bench.equal(reason, detail.get("NoPermissionType"), "NoPermissionType")
