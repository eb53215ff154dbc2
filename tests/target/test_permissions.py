"""The owner of an account may do everything; a user, what the user's policies permit."""

import json
from typing import Any

import pytest

from flinkjobs_target.auth.ram import judge, parse_policy
from flinkjobs_target.errors import TargetError


def policy(*statements: dict[str, Any]) -> str:
    """Write a policy, each of whose statements is about everything unless it says otherwise."""
    rules = [{"Effect": "Allow", "Resource": "*"} | statement for statement in statements]
    return json.dumps({"Version": "1", "Statement": rules})


@pytest.mark.parametrize(
    ("statements", "verdict"),
    [
        ([], "ImplicitDeny"),
        ([{"Action": "stream:ListJobs"}], "Allow"),
        ([{"Action": "STREAM:listjobs"}], "Allow"),
        ([{"Action": ["ecs:*", "stream:List*"]}], "Allow"),
        ([{"Action": "stream:ListJob?"}], "Allow"),
        ([{"Action": "*"}], "Allow"),
        ([{"Action": "*:ListJobs"}], "Allow"),
        ([{"Action": "stream:ListJob"}], "ImplicitDeny"),
        ([{"Action": "stream:ListJobs?"}], "ImplicitDeny"),
        ([{"Action": "stream:ListJobsX"}], "ImplicitDeny"),
        ([{"Action": "ecs:ListJobs"}], "ImplicitDeny"),
        ([{"NotAction": "ecs:*"}], "Allow"),
        ([{"NotAction": ["ecs:*", "stream:List*"]}], "ImplicitDeny"),
        ([{"Action": "*", "Resource": "acs:stream:*:*:workspace/w"}], "ImplicitDeny"),
        ([{"Action": "*", "Resource": ["acs:stream:*:*:workspace/w", "*"]}], "Allow"),
        ([{"Action": "*"}, {"Action": "stream:*", "Effect": "Deny"}], "ExplicitDeny"),
        ([{"Action": "stream:*", "Effect": "Deny"}, {"Action": "*"}], "ExplicitDeny"),
        ([{"Action": "*"}, {"Action": "ecs:*", "Effect": "Deny"}], "Allow"),
        ([{"Action": "*"}, {"NotAction": "ecs:*", "Effect": "Deny"}], "ExplicitDeny"),
        ([{"Action": "*", "Condition": {}}], "Allow"),
    ],
)
def test_a_policy_is_judged_as_ram_judges(statements: list[dict[str, Any]], verdict: str) -> None:
    """Denied by default, a Deny beats every Allow, and a narrow resource grants nothing."""
    assert verdict == judge([parse_policy(policy(*statements))], "stream:ListJobs")


def test_policies_add_up() -> None:
    """A Deny in one policy beats an Allow in another."""
    allow = parse_policy(policy({"Action": "*"}))
    deny = parse_policy(policy({"Action": "stream:ListJobs", "Effect": "Deny"}))

    assert "ImplicitDeny" == judge([], "stream:ListJobs")
    assert "ExplicitDeny" == judge([allow, deny], "stream:ListJobs")


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[]",
        "{}",
        '{"Version": "2", "Statement": []}',
        '{"Version": "1", "Statement": [], "Extra": 1}',
        policy({}),
        policy({"Action": "*", "NotAction": "*"}),
        policy({"Action": []}),
        policy({"Action": "ListJobs"}),
        policy({"Action": "stream:List Jobs"}),
        policy({"Action": "*", "Resource": []}),
        policy({"Action": "*", "NotResource": "*"}),
        policy({"Action": "*", "Principal": "*"}),
        policy({"Action": "*", "Effect": "allow"}),
        policy({"Action": "*", "Condition": {"Bool": {"acs:MFAPresent": "true"}}}),
        policy({"Action": "*", "Effect": "Deny", "Resource": "acs:stream:*:*:workspace/w"}),
        policy({"Action": "*"}).replace('{"Effect"', '{"Effect": "Deny", "Effect"'),
    ],
)
def test_what_cannot_be_judged_is_refused_when_it_is_loaded(document: str) -> None:
    """Nothing in a policy is passed over, for it might be what keeps somebody out."""
    with pytest.raises(TargetError, match="the policy cannot be judged: "):
        parse_policy(document)


def test_a_user_may_do_what_a_policy_allows(
    owner: Any, keyring: Any, call_as: Any, load: Any, make_job: Any
) -> None:
    """A user sees the workspaces of the account."""
    load(make_job("a"))
    alice = call_as(keyring.create(user="alice", policies=[policy({"Action": "stream:List*"})]))

    assert ["a"] == alice.list().job_ids


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        ([], ("ImplicitDeny", "no policy allows it")),
        (
            [{"Action": "*"}, {"Action": "stream:*", "Effect": "Deny"}],
            ("ExplicitDeny", "a policy denies it"),
        ),
    ],
)
def test_a_user_who_may_not_is_told_why(
    owner: Any, keyring: Any, call_as: Any, statements: Any, why: tuple[str, str]
) -> None:
    """The refusal says which action was missing, whose, and whether a policy forbids it."""
    kind, reason = why
    alice = call_as(keyring.create(user="alice", policies=[policy(*statements)]))

    answer = alice.list()

    assert (403, "Forbidden.RAM") == (answer.status, answer.code)
    assert f"user alice may not do stream:ListJobs: {reason}" == answer.body["Message"]
    assert {
        "PolicyType": "AccountLevelIdentityBasedPolicy",
        "NoPermissionType": kind,
        "AuthAction": "stream:ListJobs",
        "AuthPrincipalType": "SubUser",
        "AuthPrincipalDisplayName": "alice",
        "AuthPrincipalOwnerId": "owner",
    } == answer.body["AccessDeniedDetail"]


def test_a_user_without_policies_may_do_nothing(owner: Any, keyring: Any, call_as: Any) -> None:
    """Not even with parameters that are wrong does such a user learn more."""
    alice = call_as(keyring.create(user="alice"))

    assert "Forbidden.RAM" == alice.list(workspace="nowhere").code


def test_a_new_key_keeps_a_users_policies_or_replaces_them(
    owner: Any, keyring: Any, call_as: Any
) -> None:
    """Policies belong to the user, not to the key."""
    first = call_as(keyring.create(user="alice", policies=[policy({"Action": "*"})]))

    keyring.create(user="alice")
    assert 200 == first.list().status
    keyring.create(user="alice", policies=[])
    assert 403 == first.list().status


def test_users_of_one_name_in_two_accounts_are_two(owner: Any, keyring: Any, call_as: Any) -> None:
    """What one account grants its alice is nothing to another account's."""
    keyring.create(user="alice", policies=[policy({"Action": "*"})])
    other = call_as(keyring.create("other", "alice"))

    assert 403 == other.list().status
