"""Permissions: owners may do everything, users what their policies allow."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from flinkjobs_target.auth.conditions import RequestConditions
from flinkjobs_target.auth.ram_policy import evaluate, parse_policy
from flinkjobs_target.errors import TargetError

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = RequestConditions(now=NOON, source="203.0.113.7", secure=True)


def policy(*statements: dict[str, Any]) -> str:
    """Return a policy; statements default to an Allow of all resources."""
    statements_with_defaults = [
        {"Effect": "Allow", "Resource": "*"} | statement for statement in statements
    ]
    return json.dumps({"Version": "1", "Statement": statements_with_defaults})


@pytest.mark.parametrize(
    ("statements", "decision"),
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
def test_a_policy_is_evaluated_as_ram_does(statements: list[dict[str, Any]], decision: str) -> None:
    """Deny is the default, a Deny beats any Allow, and a narrow resource permits nothing."""
    assert evaluate([parse_policy(policy(*statements))], "stream:ListJobs", HERE) == decision


def test_policies_are_evaluated_together() -> None:
    """A Deny in one policy beats an Allow in another."""
    allow = parse_policy(policy({"Action": "*"}))
    deny = parse_policy(policy({"Action": "stream:ListJobs", "Effect": "Deny"}))

    assert evaluate([], "stream:ListJobs", HERE) == "ImplicitDeny"
    assert evaluate([allow, deny], "stream:ListJobs", HERE) == "ExplicitDeny"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("[]", "the document: must be an object with Version and Statement"),
        ("{}", '/Version: must be "1"'),
        ('{"Version": "2", "Statement": []}', '/Version: must be "1"'),
        ('{"Version": "1"}', "/Statement: must be an array of statements"),
        ('{"Version": "1", "Statement": [3]}', "/Statement/0: must be an object"),
        (
            '{"Version": "1", "Statement": [], "Id/1": 1}',
            "/Id~11: is not a member of a policy; the members are Version and Statement",
        ),
        (
            policy({}),
            "/Statement/0/Action: must be a non-empty string, or a non-empty array of them",
        ),
        (
            policy({"Action": "*"}, {"NotAction": "ecs:*"}),
            "/Statement/1/NotAction: is not supported; list the actions in Action",
        ),
        (
            policy({"Action": ["*", "ListJobs"]}),
            '/Statement/0/Action/1: "ListJobs" is not an action such as stream:ListJobs or stream:*',
        ),
        (policy({"Action": ["*", ""]}), "/Statement/0/Action/1: must be a non-empty string"),
        (
            policy({"Action": "*", "Resource": []}),
            "/Statement/0/Resource: must be a non-empty string, or a non-empty array of them",
        ),
        (
            policy({"Action": "*", "NotResource": "*"}),
            '/Statement/0/NotResource: is not supported; the Resource of every operation is "*"',
        ),
        (
            policy({"Action": "*", "Principal": "*"}),
            "/Statement/0/Principal: is not supported; a policy applies to the user that has it",
        ),
        (
            policy({"Action": "*", "Effect": "allow"}),
            '/Statement/0/Effect: must be "Allow" or "Deny"',
        ),
        (
            policy({"Action": "*", "Effect": "Deny", "Resource": "acs:stream:*:*:workspace/w"}),
            '/Statement/0/Resource: a Deny must have the Resource "*"; '
            "the operations support no narrower one",
        ),
    ],
)
def test_an_unsupported_policy_is_rejected(document: str, message: str) -> None:
    """With a JSON pointer; no part is ignored."""
    with pytest.raises(TargetError) as caught:
        parse_policy(document)

    assert str(caught.value) == f"the policy is invalid or not supported: {message}"


@pytest.mark.parametrize(
    "document",
    ["", "{", policy({"Action": "*"}).replace('{"Effect"', '{"Effect": "Deny", "Effect"')],
)
def test_invalid_json_is_rejected(document: str) -> None:
    """Duplicate names included."""
    with pytest.raises(TargetError, match="the policy is invalid or not supported: "):
        parse_policy(document)


def test_a_user_may_do_what_a_policy_allows(
    owner: Any, keyring: Any, client_for: Any, load: Any, make_job: Any
) -> None:
    """In the workspaces of the account."""
    load(make_job("a"))
    alice = client_for(keyring.create(user="alice", policies=[policy({"Action": "stream:List*"})]))

    assert alice.list().job_ids == ["a"]


@pytest.mark.parametrize(
    ("statements", "reason_and_type"),
    [
        ([], ("ImplicitDeny", "no policy allows it")),
        (
            [{"Action": "*"}, {"Action": "stream:*", "Effect": "Deny"}],
            ("ExplicitDeny", "a policy denies it"),
        ),
    ],
)
def test_a_denied_user_gets_the_reason(
    owner: Any, keyring: Any, client_for: Any, statements: Any, reason_and_type: tuple[str, str]
) -> None:
    """The error has the action, the user, and the kind of denial."""
    denial_type, reason = reason_and_type
    alice = client_for(keyring.create(user="alice", policies=[policy(*statements)]))

    response = alice.list()

    assert (response.status, response.code) == (403, "Forbidden.RAM")
    assert (
        response.body["Message"]
        == f"user alice is not permitted to perform stream:ListJobs: {reason}"
    )
    assert response.body["AccessDeniedDetail"] == {
        "PolicyType": "AccountLevelIdentityBasedPolicy",
        "NoPermissionType": denial_type,
        "AuthAction": "stream:ListJobs",
        "AuthPrincipalType": "SubUser",
        "AuthPrincipalDisplayName": "alice",
        "AuthPrincipalOwnerId": "owner",
    }


def test_a_user_without_policies_may_do_nothing(owner: Any, keyring: Any, client_for: Any) -> None:
    """Permission is checked before parameters."""
    alice = client_for(keyring.create(user="alice"))

    assert alice.list(workspace="nowhere").code == "Forbidden.RAM"


def test_a_new_key_keeps_a_users_policies_or_replaces_them(
    owner: Any, keyring: Any, client_for: Any
) -> None:
    """Policies belong to the user, not to the key."""
    first = client_for(keyring.create(user="alice", policies=[policy({"Action": "*"})]))

    keyring.create(user="alice")
    assert first.list().status == 200
    keyring.create(user="alice", policies=[])
    assert first.list().status == 403


def test_users_with_equal_names_in_two_accounts_are_distinct(
    owner: Any, keyring: Any, client_for: Any
) -> None:
    """Each has the policies of its own account."""
    keyring.create(user="alice", policies=[policy({"Action": "*"})])
    other = client_for(keyring.create("other", "alice"))

    assert other.list().status == 403
