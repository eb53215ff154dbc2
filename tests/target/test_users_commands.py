"""`flinkjobs-target users`: output, effects and errors."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.auth.ram_policy import evaluate
from flinkjobs_target.storage import open_storage

from .commands import Command

Permitted = Callable[[str], list[str]]


def policy(effect: str, action: str) -> str:
    statement = {"Effect": effect, "Action": action, "Resource": "*"}
    return json.dumps({"Version": "1", "Statement": [statement]})


@pytest.fixture
def allow(tmp_path: Path) -> str:
    """A file with a policy that allows listing."""
    path = tmp_path / "allow.json"
    path.write_text(policy("Allow", "stream:ListJobs"))
    return str(path)


@pytest.fixture
def account(command: Command) -> str:
    """The first account, with its key."""
    command("keys", "create")
    return "owner"


def documents(command: Command, user: str) -> list[str]:
    """Return the stored policies of a user of the first account."""
    with open_storage(command.data) as data:
        return list(data.keys.policies("owner", user))


def test_a_user_without_policies_may_do_nothing(command: Command, account: str) -> None:
    """The user exists and is listed."""
    assert command("users", "create", "alice") == 0
    assert command.out == f"created user alice of account {account}\n"

    command("users", "list")
    assert command.out == "owner  alice  1 policy  0 keys\n"
    with open_storage(command.data) as data:
        policies = Keyring(data.keys).policies(account, "alice")
    assert evaluate(policies, "stream:ListJobs", None) == "ImplicitDeny"  # type: ignore[arg-type]


@pytest.mark.parametrize("made", [True, False], ids=["a user", "a name"])
def test_creating_a_key_without_permissions_prints_a_hint(
    command: Command, account: str, allow: str, made: bool
) -> None:
    """With the command that changes it."""
    if made:
        command("users", "create", "alice")

    assert command("keys", "create", "--user", "alice") == 0
    permit = "users permit alice --account owner --policy "
    message = f"No policy permits alice anything yet; add one with: flinkjobs-target {permit}FILE"
    assert command.out.splitlines()[1] == message

    assert command(*permit.split(), allow) == 0
    command("keys", "create", "--user", "alice")
    assert "No policy" not in command.out


def test_policies_are_replaced_as_a_whole(command: Command, account: str, allow: str) -> None:
    """`permit` keeps none of the former ones."""
    command("users", "create", "alice", "--policy", allow, "--policy", allow)
    assert len(documents(command, "alice")) == 2

    assert command("users", "permit", "alice", "--policy", allow) == 0
    assert command.out == "user alice of account owner has 1 policy now\n"
    assert documents(command, "alice") == [Path(allow).read_text()]


def test_removing_a_user_removes_its_keys(command: Command, account: str, allow: str) -> None:
    """They can no longer sign."""
    command("keys", "create", "--user", "alice", "--policy", allow)
    command("users", "list")
    assert command.out == "owner  alice  1 policy  1 key\n"

    assert command("users", "remove", "alice") == 0
    assert command.out == "removed user alice of account owner\n"
    command("users", "list")
    assert command.out == ""
    with open_storage(command.data) as data:
        assert [key.user for key in data.keys.all()] == [None]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("users", "create", "alice"),
            "account owner already has a user alice; "
            "change its policies with: flinkjobs-target users permit alice --policy FILE",
        ),
        (
            ("users", "remove", "bob"),
            "account owner has no user bob; see: flinkjobs-target users list",
        ),
        (
            ("users", "create", "carol", "--account", "other"),
            "there is no account other; create it with: flinkjobs-target keys create --account other",
        ),
    ],
)
def test_errors_contain_a_remedy(
    command: Command, account: str, words: tuple[str, ...], message: str
) -> None:
    """One line, exit code 1, and no change."""
    command("users", "create", "alice")

    assert command(*words) == 1
    assert command.err == f"flinkjobs-target: {message}\n"


def test_an_unsupported_policy_changes_nothing(
    command: Command, account: str, allow: str, tmp_path: Path
) -> None:
    """The message has file and JSON pointer."""
    command("users", "create", "alice", "--policy", allow)
    strange = tmp_path / "strange.json"
    strange.write_text(policy("Allow", "stream:ListJobs").replace('"Action"', '"NotAction"'))

    assert command("users", "permit", "alice", "--policy", str(strange)) == 1
    assert "/Statement/0/NotAction" in command.err
    assert documents(command, "alice") == [Path(allow).read_text()]
