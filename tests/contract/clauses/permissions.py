"""Permissions of users: none, unless a policy allows the action and none denies it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..clause import Checker, Clause
from ..contract import Contract, Operation
from ..signing import Key
from ..targets.control import texts

FORBIDDEN = "Forbidden.RAM"
_CONTROL = frozenset({"control"})

Statement = Mapping[str, Any]


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the permission that an operation needs."""
    if operation.permission is None:
        return
    action = operation.permission["action"]
    others = [other.permission["action"] for other in contract.operations if other.permission]
    for name, statements in _allowed(action).items():
        yield _decided(operation, name, statements, None)
    for name, statements in _not_allowed(action, others).items():
        yield _decided(operation, name, statements, "ImplicitDeny")
    for name, statements in _denied(action).items():
        yield _decided(operation, name, statements, "ExplicitDeny")
    yield from _of_callers(operation, action)
    yield from _of_changed_policies(operation, action)
    yield from _of_several_users(operation, action)


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
    another = "Start" if name.startswith("Stop") else "Stop"
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
        "deny-of-another": [allow(action), deny(f"{product}:{another}*")],
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
    others = {
        f"other-{other.split(':')[1]}": [allow(other)] for other in actions if other != action
    }
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
    def check(checker: Checker) -> None:
        _, key = _user(checker, _policy(*statements))
        _expect(checker, operation, key, reason)

    def apart(checker: Checker) -> None:
        _, key = _user(checker, *(_policy(statement) for statement in statements))
        _expect(checker, operation, key, reason)

    def both(checker: Checker) -> None:
        check(checker)
        if len(statements) > 1:
            apart(checker)

    fate = "denied" if reason else "allowed"
    fact = f"A user is {fate} it whose policies say: {name.replace('-', ' ')}."
    return Clause(f"{operation.name}/permission/{name}", fact, both, _CONTROL, 2)


def _of_callers(operation: Operation, action: str) -> Iterator[Clause]:
    def owner(checker: Checker) -> None:
        checker.call_ok(operation, key=checker.control.create_key())

    def detail(checker: Checker) -> None:
        user, key = _user(checker, _policy())
        field = checker.contract.error_fields["detail"]
        body = checker.expect_error(operation, checker.call(operation, key=key), FORBIDDEN)
        expected = {
            "PolicyType": "AccountLevelIdentityBasedPolicy",
            "NoPermissionType": "ImplicitDeny",
            "AuthAction": action,
            "AuthPrincipalType": "SubUser",
            "AuthPrincipalDisplayName": user,
            "AuthPrincipalOwnerId": checker.control.account,
        }
        checker.expect_equal(expected, body.get(field), field)

    def denied(checker: Checker) -> None:
        response = checker.call(operation, key=checker.fixtures.key("denied"))
        field = checker.contract.error_fields["detail"]
        found = checker.expect_error(operation, response, FORBIDDEN).get(field) or {}
        checker.expect_equal(action, found.get("AuthAction"), f"{field}.AuthAction")

    prefix = f"{operation.name}/permission"
    fact = "A key without the permission is refused, and the denial names the action."
    yield Clause(f"{prefix}/without", fact, denied, frozenset({"denied-key"}))
    yield Clause(f"{prefix}/owner", "The owner of an account may do everything.", owner, _CONTROL)
    yield Clause(f"{prefix}/detail", "A denial names the user and the action.", detail, _CONTROL)


def _of_changed_policies(operation: Operation, action: str) -> Iterator[Clause]:
    def at_once(checker: Checker) -> None:
        user, key = _user(checker, _policy(allow(action)))
        _expect(checker, operation, key, None)
        checker.control.set_policies(user, _policy(deny(action)))
        _expect(checker, operation, key, "ExplicitDeny")
        checker.control.set_policies(user, _policy(allow(action)))
        _expect(checker, operation, key, None)

    def granted(checker: Checker) -> None:
        user = f"user-{uuid.uuid4().hex[:12]}"
        key = checker.control.create_key(None, user, policies=[])
        _expect(checker, operation, key, "ImplicitDeny")
        checker.control.set_policies(user, _policy(allow(action)))
        _expect(checker, operation, key, None)
        checker.control.set_policies(user)
        _expect(checker, operation, key, "ImplicitDeny")

    prefix = f"{operation.name}/permission"
    yield Clause(
        f"{prefix}/at-once", "A changed policy is effective at once.", at_once, _CONTROL, 3
    )
    fact = "A user's first policy is effective at once, and so is its removal."
    yield Clause(f"{prefix}/granted", fact, granted, _CONTROL, 3)


def _of_several_users(operation: Operation, action: str) -> Iterator[Clause]:
    def in_turn(checker: Checker) -> None:
        users = {
            "ImplicitDeny": _policy(),
            None: _policy(allow(action)),
            "ExplicitDeny": _policy(deny(action)),
        }
        keys = {reason: _user(checker, policy)[1] for reason, policy in users.items()}
        for reason, key in (*keys.items(), *reversed(keys.items())):
            _expect(checker, operation, key, reason)

    def another_user(checker: Checker) -> None:
        _user(checker, _policy(allow("*")))
        _, key = _user(checker, _policy())
        _expect(checker, operation, key, "ImplicitDeny")

    def same_name_elsewhere(checker: Checker) -> None:
        user, key = _user(checker, _policy())
        other = checker.control.create_tenant()
        theirs = checker.control.create_key(
            other.account, user, policies=texts([_policy(allow("*"))])
        )
        checker.expect_not_found(operation, checker.call(operation, key=theirs))
        _expect(checker, operation, key, "ImplicitDeny")

    prefix = f"{operation.name}/permission"
    fact = "Users who call in turn have each their own permissions."
    yield Clause(f"{prefix}/by-turns", fact, in_turn, _CONTROL, 6)
    fact = "A policy is that of its user alone."
    yield Clause(f"{prefix}/of-another-user", fact, another_user, _CONTROL, 2)
    yield Clause(f"{prefix}/of-a-namesake", fact, same_name_elsewhere, _CONTROL, 2)


def _policy(*statements: Statement) -> Mapping[str, Any]:
    return {"Version": "1", "Statement": list(statements)}


def _user(checker: Checker, *policies: Mapping[str, Any]) -> tuple[str, Key]:
    user = f"user-{uuid.uuid4().hex[:12]}"
    return user, checker.control.create_key(None, user, policies=texts(policies or [_policy()]))


def _expect(checker: Checker, operation: Operation, key: Key, reason: str | None) -> None:
    response = checker.call(operation, key=key)
    if reason is None:
        checker.expect_success(operation, response)
        return
    body = checker.expect_error(operation, response, FORBIDDEN)
    detail = body.get(checker.contract.error_fields["detail"]) or {}
    checker.expect_equal(reason, detail.get("NoPermissionType"), "NoPermissionType")
