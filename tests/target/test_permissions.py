"""The owner of an account may do everything; a user, what the user's policies permit."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from flinkjobs_target.auth.conditions import Circumstances
from flinkjobs_target.auth.ram_policy import judge, parse_policy
from flinkjobs_target.errors import TargetError

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = Circumstances(now=NOON, source="203.0.113.7", secure=True)


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
        ([{"Action": "*", "Resource": "acs:stream:*:*:workspace/w"}], "ImplicitDeny"),
        ([{"Action": "*", "Resource": ["acs:stream:*:*:workspace/w", "*"]}], "Allow"),
        ([{"Action": "*"}, {"Action": "stream:*", "Effect": "Deny"}], "ExplicitDeny"),
        ([{"Action": "stream:*", "Effect": "Deny"}, {"Action": "*"}], "ExplicitDeny"),
        ([{"Action": "*"}, {"Action": "ecs:*", "Effect": "Deny"}], "Allow"),
        ([{"Action": "*", "Condition": {}}], "Allow"),
    ],
)
def test_a_policy_is_judged_as_ram_judges(statements: list[dict[str, Any]], verdict: str) -> None:
    """Denied by default, a Deny beats every Allow, and a narrow resource grants nothing."""
    assert verdict == judge([parse_policy(policy(*statements))], "stream:ListJobs", HERE)


def test_policies_add_up() -> None:
    """A Deny in one policy beats an Allow in another."""
    allow = parse_policy(policy({"Action": "*"}))
    deny = parse_policy(policy({"Action": "stream:ListJobs", "Effect": "Deny"}))

    assert "ImplicitDeny" == judge([], "stream:ListJobs", HERE)
    assert "ExplicitDeny" == judge([allow, deny], "stream:ListJobs", HERE)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("[]", "the whole: must be an object with Version and Statement"),
        ("{}", '/Version: must be "1"'),
        ('{"Version": "2", "Statement": []}', '/Version: must be "1"'),
        ('{"Version": "1"}', "/Statement: must be a list of statements"),
        ('{"Version": "1", "Statement": [3]}', "/Statement/0: must be an object"),
        (
            '{"Version": "1", "Statement": [], "Id/1": 1}',
            "/Id~11: is no part of a policy; there are Version and Statement",
        ),
        (policy({}), "/Statement/0/Action: must be a text or a list of texts, not empty"),
        (
            policy({"Action": "*"}, {"NotAction": "ecs:*"}),
            "/Statement/1/NotAction: is not supported; name what is meant with Action",
        ),
        (
            policy({"Action": ["*", "ListJobs"]}),
            '/Statement/0/Action/1: "ListJobs" is no action such as stream:ListJobs or stream:*',
        ),
        (policy({"Action": ["*", ""]}), "/Statement/0/Action/1: must be a text, not empty"),
        (
            policy({"Action": "*", "Resource": []}),
            "/Statement/0/Resource: must be a text or a list of texts, not empty",
        ),
        (
            policy({"Action": "*", "NotResource": "*"}),
            '/Statement/0/NotResource: is not supported; the Resource of every operation is "*"',
        ),
        (
            policy({"Action": "*", "Principal": "*"}),
            "/Statement/0/Principal: is not supported; a policy is about the user that has it",
        ),
        (
            policy({"Action": "*", "Effect": "allow"}),
            '/Statement/0/Effect: must be "Allow" or "Deny"',
        ),
        (
            policy({"Action": "*", "Effect": "Deny", "Resource": "acs:stream:*:*:workspace/w"}),
            '/Statement/0/Resource: a Deny must have the Resource "*", '
            "since no operation knows a narrower one",
        ),
    ],
)
def test_what_cannot_be_judged_is_refused_with_its_place(document: str, message: str) -> None:
    """Nothing in a policy is passed over, for it might be what keeps somebody out."""
    with pytest.raises(TargetError) as caught:
        parse_policy(document)

    assert f"the policy cannot be judged: {message}" == str(caught.value)


@pytest.mark.parametrize(
    "document",
    ["", "{", policy({"Action": "*"}).replace('{"Effect"', '{"Effect": "Deny", "Effect"')],
)
def test_what_is_no_sound_json_is_refused(document: str) -> None:
    """A name given twice, above all: who knows which of the two somebody meant."""
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
