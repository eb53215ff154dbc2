"""The command prints its results, protects secrets, and reports errors in one line."""

import json
import re
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from flinkjobs_target import cli
from flinkjobs_target.storage import default_location
from flinkjobs_target.store.database.migrations import JOBS

from .commands import Command

JOB = {"jobId": "j", "deploymentId": "d", "namespace": "n", "workspace": "w"}
KEY_ID = re.compile("FJ[A-Za-z0-9]{22}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one job."""
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps(JOB))
    return path


def test_the_first_start_creates_an_account_and_prints_its_key(
    command: Command, file: Path
) -> None:
    """The output contains the variables that a client needs."""
    assert command("load", str(file)) == 0

    lines = command.out.splitlines()
    assert lines[0] == "Created the account owner and its first access key."
    assert re.fullmatch("  export ALIBABA_CLOUD_ACCESS_KEY_ID=FJ[A-Za-z0-9]{22}", lines[2])
    assert re.fullmatch("  export ALIBABA_CLOUD_ACCESS_KEY_SECRET=[A-Za-z0-9]{40}", lines[3])
    assert lines[4] == "  export FLINKJOBS_ENDPOINT=http://127.0.0.1:8080"
    done = "loaded 1 job of 1 deployment (1 new, 0 replaced), for account owner"
    assert lines[5] == f"{done}, in {command.data}"


def test_a_secret_is_printed_only_once(command: Command, file: Path) -> None:
    """Later commands do not print it."""
    command("load", str(file))
    (secret,) = re.findall("SECRET=(.*)", command.out)

    for words in (("load", str(file)), ("keys", "list")):
        command(*words)

        assert secret not in command.out


def test_two_installations_have_different_keys(tmp_path: Path, capsys: Any, file: Path) -> None:
    """Keys are random."""
    match = set()
    for name in ("one", "two"):
        command = Command(tmp_path / name, capsys)
        command("load", str(file))
        match |= set(re.findall("KEY_ID=(.*)|SECRET=(.*)", command.out))

    assert len(match) == 4


def test_stored_files_are_readable_by_their_owner_only(command: Command, file: Path) -> None:
    """Directory and files have no permissions for others."""
    command("load", str(file))

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in command.data.iterdir()}
    files = ("buckets.sqlite3", "jobs.sqlite3", "keys.sqlite3", "nonces")
    assert dict.fromkeys(files, 0o600) == modes
    assert stat.S_IMODE(command.data.stat().st_mode) == 0o700


def test_a_key_file_that_others_can_read_is_rejected(command: Command, file: Path) -> None:
    """The message contains the remedy."""
    command("load", str(file))
    keys = command.data / "keys.sqlite3"
    keys.chmod(0o644)

    assert command("load", str(file)) == 1
    assert command.err == (
        f"flinkjobs-target: {keys}: contains secrets, but other users can read or change it "
        f"(mode 0644); run: chmod 600 {keys}\n"
    )


def test_keys_are_created_listed_disabled_enabled_and_removed(command: Command) -> None:
    """The life cycle of a key."""
    assert command("keys", "create", "--account=acme", "--user=alice") == 0
    (key_id,) = KEY_ID.findall(command.out)
    assert command.out.startswith("Created an access key of user alice of account acme.\n")

    for action, state in (("disable", "disabled"), ("enable", "active")):
        assert command("keys", action, key_id) == 0
        assert command.out == f"{action}d {key_id}\n"
        command("keys", "list")
        assert re.fullmatch(rf"{key_id}  {state} *  \S+Z  acme  alice\n", command.out)

    command("keys", "remove", key_id)
    command("keys", "list")
    assert command.out == ""


@pytest.mark.parametrize("action", ["disable", "enable", "remove"])
def test_an_unknown_key_is_an_error(command: Command, action: str) -> None:
    """The message points to the list of keys."""
    assert command("keys", action, "x") == 1
    assert (
        command.err
        == "flinkjobs-target: there is no access key x; see: flinkjobs-target keys list\n"
    )


def test_an_unsupported_policy_creates_no_key(command: Command, tmp_path: Path) -> None:
    """The message names the file and the problem."""
    policy = tmp_path / "policy.json"
    policy.write_text('{"Version": "1", "Statement": [{"Effect": "Allow", "Resource": "*"}]}')

    assert command("keys", "create", "--user=alice", f"--policy={policy}") == 1
    assert (
        command.err == f"flinkjobs-target: {policy}: the policy is invalid or not supported: "
        "/Statement/0/Action: must be a non-empty string, or a non-empty array of them\n"
    )
    command("keys", "list")
    assert command.out == ""


def test_a_policy_requires_a_user(command: Command, tmp_path: Path) -> None:
    """Policies do not apply to owners."""
    assert command("keys", "create", f"--policy={tmp_path / 'p'}") == 1
    assert command.err == "flinkjobs-target: --policy requires --user\n"


def test_loading_for_an_unknown_account_is_an_error(command: Command, file: Path) -> None:
    """The message says how to create the account."""
    assert command("load", str(file), "--account=acme") == 1
    assert (
        command.err == "flinkjobs-target: there is no account acme; "
        "create it with: flinkjobs-target keys create --account acme\n"
    )


def test_an_invalid_file_is_reported_in_one_line(command: Command, tmp_path: Path) -> None:
    """With file, line and path; without a traceback."""
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(JOB) + "\n" + json.dumps(JOB | {"startTime": "soon"}) + "\n")

    assert command("load", str(file)) == 1
    assert (
        command.err
        == f"flinkjobs-target: {file}:2: Expected `int | null`, got `str` - at `$.startTime`\n"
    )


def test_a_missing_file_is_reported_in_one_line(command: Command, tmp_path: Path) -> None:
    """And nothing is created."""
    assert command("load", f"{tmp_path}/none.json") == 1
    assert command.err == f"flinkjobs-target: {tmp_path}/none.json: No such file or directory\n"
    assert not command.data.exists()


@pytest.mark.parametrize(
    ("words", "program", "problem"),
    [
        ([], "flinkjobs-target", "the following arguments are required: COMMAND"),
        (["load"], "flinkjobs-target load", "the following arguments are required: FILE"),
        (["prune", "--older-then=1d"], "flinkjobs-target prune", "required: --older-than"),
        (["keys"], "flinkjobs-target keys", "the following arguments are required: "),
        (["export", "-x"], "flinkjobs-target", "unrecognized arguments: -x"),
    ],
)
def test_wrong_usage_is_reported_in_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str], program: str, problem: str
) -> None:
    """With the problem and a pointer to --help."""
    with pytest.raises(SystemExit) as ended:
        cli.main(words)

    error = capsys.readouterr().err
    assert (ended.value.code, error.count("\n")) == (2, 1)
    assert error.startswith(f"{program}: ")
    assert (problem in error, error.endswith(f"; see '{program} --help'\n")) == (True, True)


def test_a_file_is_rejected_as_data_directory(command: Command) -> None:
    """The file stays as it is."""
    command.data.write_text("mine")

    assert command("keys", "list") == 1
    assert command.err == (
        f"flinkjobs-target: {command.data}: is not a directory; pass one with --data\n"
    )
    assert command.data.read_text() == "mine"


@pytest.mark.parametrize("words", [["unassigned"], ["prune", "--older-than=1d"]])
def test_an_unknown_account_is_an_error(command: Command, words: list[str]) -> None:
    """A misspelt account is not an empty one."""
    assert command(*words, "--account=nobody") == 1
    assert "there is no account nobody; create it with: " in command.err


@pytest.mark.parametrize("name", ["jobs", "keys", "buckets"])
def test_a_file_that_is_not_a_database_is_not_touched(
    command: Command, file: Path, name: str
) -> None:
    """The message says to move it away."""
    command.data.mkdir()
    other = command.data / f"{name}.sqlite3"
    other.write_text("dear diary, " * 1000)
    other.chmod(0o600)

    assert command("load", str(file)) == 1
    assert f"{other}: file is not a database; move it away" in command.err
    assert other.read_text() == "dear diary, " * 1000


def test_data_of_a_newer_program_are_not_touched(command: Command, file: Path) -> None:
    """The message asks for a newer program."""
    command("load", str(file))
    jobs = command.data / "jobs.sqlite3"
    with sqlite3.connect(jobs) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()

    assert command("load", str(file)) == 1
    assert (
        command.err
        == f"flinkjobs-target: {jobs}: has schema version 99, but this program supports only up to "
        f"{len(JOBS)}; "
        "use a newer flinkjobs-target\n"
    )


def test_the_default_location_is_not_the_working_directory() -> None:
    """So that secrets are not committed by accident."""
    home = Path.home() / ".local" / "share" / "flinkjobs-target"

    assert default_location({}) == home
    assert default_location({"XDG_DATA_HOME": "/x"}) == Path("/x/flinkjobs-target")
    assert default_location({"FLINKJOBS_TARGET_DATA": "/y"}) == Path("/y")
