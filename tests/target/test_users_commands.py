"""`flinkjobs-target users`: what it prints, what it changes at once, what it refuses."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.auth.ram_policy import judge
from flinkjobs_target.storage import open_data

from .commands import Command

Permitted = Callable[[str], list[str]]


def policy(effect: str, action: str) -> str:
    statement = {"Effect": effect, "Action": action, "Resource": "*"}
    return json.dumps({"Version": "1", "Statement": [statement]})


@pytest.fixture
def allow(tmp_path: Path) -> str:
    """A file with a policy that allows to list."""
    path = tmp_path / "allow.json"
    path.write_text(policy("Allow", "stream:ListJobs"))
    return str(path)


@pytest.fixture
def account(command: Command) -> str:
    """The first account, with its key."""
    command("keys", "create")
    return "owner"


def documents(command: Command, user: str) -> list[str]:
    """Give the policies that the store has of a user of the first account."""
    with open_data(command.data) as data:
        return list(data.keys.policies("owner", user))


def test_a_user_without_policies_may_do_nothing(command: Command, account: str) -> None:
    """It exists all the same, and is listed."""
    assert 0 == command("users", "create", "alice")
    assert f"made user alice of account {account}\n" == command.out

    command("users", "list")
    assert "owner  alice  1 policy  0 keys\n" == command.out
    with open_data(command.data) as data:
        policies = Keyring(data.keys).policies(account, "alice")
    assert "ImplicitDeny" == judge(policies, "stream:ListJobs", None)  # type: ignore[arg-type]


@pytest.mark.parametrize("made", [True, False], ids=["a user", "a name"])
def test_a_key_that_may_do_nothing_says_so(
    command: Command, account: str, allow: str, made: bool
) -> None:
    """With the command that changes it, which works as it stands."""
    if made:
        command("users", "create", "alice")

    assert 0 == command("keys", "create", "--user", "alice")
    permit = "users permit alice --account owner --policy "
    said = f"No policy permits alice anything yet; give one with: flinkjobs-target {permit}FILE"
    assert said == command.out.splitlines()[1]

    assert 0 == command(*permit.split(), allow)
    command("keys", "create", "--user", "alice")
    assert "No policy" not in command.out


def test_policies_are_replaced_as_a_whole(command: Command, account: str, allow: str) -> None:
    """`permit` leaves nothing of what was before."""
    command("users", "create", "alice", "--policy", allow, "--policy", allow)
    assert 2 == len(documents(command, "alice"))

    assert 0 == command("users", "permit", "alice", "--policy", allow)
    assert "user alice of account owner may do what 1 policy allows\n" == command.out
    assert [Path(allow).read_text()] == documents(command, "alice")


def test_removing_takes_the_keys_along(command: Command, account: str, allow: str) -> None:
    """Nobody can sign in the name of a user that is gone."""
    command("keys", "create", "--user", "alice", "--policy", allow)
    command("users", "list")
    assert "owner  alice  1 policy  1 key\n" == command.out

    assert 0 == command("users", "remove", "alice")
    assert "removed user alice of account owner\n" == command.out
    command("users", "list")
    assert "" == command.out
    with open_data(command.data) as data:
        assert [None] == [key.user for key in data.keys.all()]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("users", "create", "alice"),
            "account owner has a user alice already; "
            "change what it may do with: flinkjobs-target users permit alice --policy FILE",
        ),
        (
            ("users", "remove", "bob"),
            "account owner has no user bob; see: flinkjobs-target users list",
        ),
        (
            ("users", "create", "carol", "--account", "other"),
            "there is no account other; make it with: flinkjobs-target keys create --account other",
        ),
    ],
)
def test_refusals_say_what_to_do(
    command: Command, account: str, words: tuple[str, ...], message: str
) -> None:
    """One line, code 1, and nothing is changed."""
    command("users", "create", "alice")

    assert 1 == command(*words)
    assert f"flinkjobs-target: {message}\n" == command.err


def test_a_policy_that_cannot_be_judged_changes_nothing(
    command: Command, account: str, allow: str, tmp_path: Path
) -> None:
    """What was permitted before stays so; the message names the place in the file."""
    command("users", "create", "alice", "--policy", allow)
    strange = tmp_path / "strange.json"
    strange.write_text(policy("Allow", "stream:ListJobs").replace('"Action"', '"NotAction"'))

    assert 1 == command("users", "permit", "alice", "--policy", str(strange))
    assert "/Statement/0/NotAction" in command.err
    assert [Path(allow).read_text()] == documents(command, "alice")
