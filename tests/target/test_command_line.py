"""The command says what it did, keeps secrets, and explains what went wrong in one line."""

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flinkjobs_target import cli
from flinkjobs_target.storage import default_data_directory
from flinkjobs_target.testing.subprocess import running_target

from .commands import Command

JOB = {"jobId": "j", "deploymentId": "d", "namespace": "n", "workspace": "w"}
KEY_ID = re.compile("FJ[A-Za-z0-9]{22}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one job."""
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps(JOB))
    return path


def test_the_first_start_makes_an_account_and_shows_its_key(command: Command, file: Path) -> None:
    """With the lines that let a client use it."""
    assert 0 == command("load", str(file))

    lines = command.out.splitlines()
    assert "Made the account owner and its first access key." == lines[0]
    assert re.fullmatch("  export ALIBABA_CLOUD_ACCESS_KEY_ID=FJ[A-Za-z0-9]{22}", lines[2])
    assert re.fullmatch("  export ALIBABA_CLOUD_ACCESS_KEY_SECRET=[A-Za-z0-9]{40}", lines[3])
    assert "  export FLINKJOBS_ENDPOINT=http://127.0.0.1:8080" == lines[4]
    done = "loaded 1 job of 1 deployment (1 new, 0 replaced), for account owner"
    assert f"{done}, in {command.data}" == lines[5]


def test_a_secret_is_shown_once(command: Command, file: Path) -> None:
    """Later starts say nothing of it, and no listing does."""
    command("load", str(file))
    (secret,) = re.findall("SECRET=(.*)", command.out)

    for words in (("load", str(file)), ("keys", "list")):
        command(*words)

        assert secret not in command.out


def test_two_installations_have_different_keys(tmp_path: Path, capsys: Any, file: Path) -> None:
    """There is no secret that is known beforehand."""
    found = set()
    for name in ("one", "two"):
        command = Command(tmp_path / name, capsys)
        command("load", str(file))
        found |= set(re.findall("KEY_ID=(.*)|SECRET=(.*)", command.out))

    assert 4 == len(found)


def test_only_the_owner_reads_what_is_kept(command: Command, file: Path) -> None:
    """Directory and files are closed to everybody else."""
    command("load", str(file))

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in command.data.iterdir()}
    kept = ("buckets.sqlite3", "jobs.sqlite3", "keys.sqlite3", "nonces")
    assert dict.fromkeys(kept, 0o600) == modes
    assert 0o700 == stat.S_IMODE(command.data.stat().st_mode)


def test_keys_that_others_may_read_are_not_used(command: Command, file: Path) -> None:
    """The message says how to mend it."""
    command("load", str(file))
    keys = command.data / "keys.sqlite3"
    keys.chmod(0o644)

    assert 1 == command("load", str(file))
    assert command.err == (
        f"flinkjobs-target: {keys}: holds secrets, but others may read or change it "
        f"(mode 0644); run: chmod 600 {keys}\n"
    )


def test_keys_are_made_listed_disabled_enabled_and_removed(command: Command) -> None:
    """The whole life of a key."""
    assert 0 == command("keys", "create", "--account=acme", "--user=alice")
    (key_id,) = KEY_ID.findall(command.out)
    assert command.out.startswith("Made an access key of user alice of account acme.\n")

    for action, state in (("disable", "disabled"), ("enable", "active")):
        assert 0 == command("keys", action, key_id)
        assert f"{action}d {key_id}\n" == command.out
        command("keys", "list")
        assert re.fullmatch(rf"{key_id}  {state} *  \S+Z  acme  alice\n", command.out)

    command("keys", "remove", key_id)
    command("keys", "list")
    assert "" == command.out


@pytest.mark.parametrize("action", ["disable", "enable", "remove"])
def test_an_unknown_key_is_an_error(command: Command, action: str) -> None:
    """It says where the known ones are listed."""
    assert 1 == command("keys", action, "x")
    assert (
        "flinkjobs-target: there is no access key x; see: flinkjobs-target keys list\n"
        == command.err
    )


def test_a_policy_that_cannot_be_judged_makes_no_key(command: Command, tmp_path: Path) -> None:
    """The message names the file and the trouble."""
    policy = tmp_path / "policy.json"
    policy.write_text('{"Version": "1", "Statement": [{"Effect": "Allow", "Resource": "*"}]}')

    assert 1 == command("keys", "create", "--user=alice", f"--policy={policy}")
    assert (
        f"flinkjobs-target: {policy}: the policy cannot be judged: "
        "/Statement/0/Action: must be a text or a list of texts, not empty\n" == command.err
    )
    command("keys", "list")
    assert "" == command.out


def test_a_policy_needs_a_user(command: Command, tmp_path: Path) -> None:
    """An owner is not limited by policies."""
    assert 1 == command("keys", "create", f"--policy={tmp_path / 'p'}")
    assert "flinkjobs-target: a policy is a user's; say which one with --user\n" == command.err


def test_loading_for_an_unknown_account_says_how_to_make_it(command: Command, file: Path) -> None:
    """A mistyped account does not come to be."""
    assert 1 == command("load", str(file), "--account=acme")
    assert (
        "flinkjobs-target: there is no account acme; "
        "make it with: flinkjobs-target keys create --account acme\n" == command.err
    )


def test_a_mistake_in_a_file_is_one_line(command: Command, tmp_path: Path) -> None:
    """File, line and path; no trace of the program."""
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(JOB) + "\n" + json.dumps(JOB | {"startTime": "soon"}) + "\n")

    assert 1 == command("load", str(file))
    assert (
        f"flinkjobs-target: {file}:2: Expected `int | null`, got `str` - at `$.startTime`\n"
        == command.err
    )


def test_a_file_that_is_not_there_is_one_line(command: Command, tmp_path: Path) -> None:
    """And nothing is made on the way."""
    assert 1 == command("load", f"{tmp_path}/none.json")
    assert f"flinkjobs-target: {tmp_path}/none.json: No such file or directory\n" == command.err
    assert not command.data.exists()


@pytest.mark.parametrize(
    ("words", "program", "wrong"),
    [
        ([], "flinkjobs-target", "the following arguments are required: COMMAND"),
        (["load"], "flinkjobs-target load", "the following arguments are required: FILE"),
        (["prune", "--older-then=1d"], "flinkjobs-target prune", "required: --older-than"),
        (["keys"], "flinkjobs-target keys", "the following arguments are required: "),
        (["export", "-x"], "flinkjobs-target", "unrecognized arguments: -x"),
    ],
)
def test_a_wrong_use_is_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str], program: str, wrong: str
) -> None:
    """It says what is wrong, and where to read more."""
    with pytest.raises(SystemExit) as ended:
        cli.main(words)

    error = capsys.readouterr().err
    assert (2, 1) == (ended.value.code, error.count("\n"))
    assert error.startswith(f"{program}: ")
    assert (True, True) == (wrong in error, error.endswith(f"; '{program} --help' tells more\n"))


def test_data_are_not_kept_in_a_file(command: Command) -> None:
    """What stands where the directory should be is told, and left as it is."""
    command.data.write_text("mine")

    assert 1 == command("keys", "list")
    assert command.err == (
        f"flinkjobs-target: {command.data}: is no directory; pass one with --data\n"
    )
    assert "mine" == command.data.read_text()


@pytest.mark.parametrize("words", [["unassigned"], ["prune", "--older-than=1d"]])
def test_an_account_that_nobody_made_is_told(command: Command, words: list[str]) -> None:
    """Having nothing to show is not the same as a name that was misspelt."""
    assert 1 == command(*words, "--account=nobody")
    assert "there is no account nobody; make it with: " in command.err


@pytest.mark.parametrize("name", ["jobs", "keys", "buckets"])
def test_a_file_of_another_kind_is_not_touched(command: Command, file: Path, name: str) -> None:
    """What is no database stays as it is."""
    command.data.mkdir()
    other = command.data / f"{name}.sqlite3"
    other.write_text("dear diary, " * 1000)
    other.chmod(0o600)

    assert 1 == command("load", str(file))
    assert f"{other}: file is not a database; move it away" in command.err
    assert other.read_text() == "dear diary, " * 1000


def test_data_of_a_newer_program_are_not_touched(command: Command, file: Path) -> None:
    """The message says which program can read them."""
    command("load", str(file))
    jobs = command.data / "jobs.sqlite3"
    with sqlite3.connect(jobs) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()

    assert 1 == command("load", str(file))
    assert (
        f"flinkjobs-target: {jobs}: has schema version 99, but this program knows only up to 2; "
        "use a newer flinkjobs-target\n" == command.err
    )


def test_data_are_kept_away_from_the_working_directory() -> None:
    """A secret is not committed by accident."""
    home = Path.home() / ".local" / "share" / "flinkjobs-target"

    assert home == default_data_directory({})
    assert Path("/x/flinkjobs-target") == default_data_directory({"XDG_DATA_HOME": "/x"})
    assert Path("/y") == default_data_directory({"FLINKJOBS_TARGET_DATA": "/y"})


@contextmanager
def start(data: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Start a server process; leave none behind."""
    command = [sys.executable, "-m", "flinkjobs_target", "serve", f"--data={data}", *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_says_where_it_listens_and_stops_when_told(tmp_path: Path, number: int) -> None:
    """Even while a connection is open; its exit code says that all is well."""
    with start(tmp_path, "--port=0") as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(7)]
        found = re.fullmatch("listening on http://127.0.0.1:([0-9]+)\n", lines[-1])
        assert found is not None
        with socket.create_connection(("127.0.0.1", int(found[1]))):
            process.send_signal(number)

            assert 0 == process.wait(10)
        rest = process.communicate()

    assert f"FLINKJOBS_ENDPOINT=http://127.0.0.1:{found[1]}\n" in lines[-3]
    assert f"explorer at http://127.0.0.1:{found[1]}/\n" == lines[-2]
    assert ("", "") == rest


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    """Two servers never share a port unnoticed, and no key is made that nobody sees."""
    with running_target(tmp_path / "one") as target:
        port = target.endpoint.rpartition(":")[2]
        with start(tmp_path / "two", f"--port={port}") as process:
            out, err = process.communicate(timeout=20)

    expected = "Address already in use; choose another --host or --port"
    assert (1, "") == (process.returncode, out)
    assert f"flinkjobs-target: 127.0.0.1:{port}: {expected}\n" == err


def test_a_running_target_is_stopped_whatever_happens(tmp_path: Path) -> None:
    """Also when what uses it fails."""
    with pytest.raises(RuntimeError), running_target(tmp_path) as target:
        raise RuntimeError

    with pytest.raises(OSError):
        urllib.request.urlopen(target.endpoint, timeout=5)


def test_a_running_target_hides_its_secret(tmp_path: Path) -> None:
    """A failed test does not print it."""
    with running_target(tmp_path) as target:
        assert target.access_key_secret not in repr(target)


def test_standard_input_is_a_file(tmp_path: Path) -> None:
    """The name of a file may be a dash."""
    words = [sys.executable, "-m", "flinkjobs_target", "load", "-"]
    environ = os.environ | {"FLINKJOBS_TARGET_DATA": str(tmp_path)}
    lines = json.dumps(JOB) + "\n" + json.dumps(JOB | {"jobId": "k"})

    done = subprocess.run(
        words, input=lines, env=environ, capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert "loaded 2 jobs of 1 deployment (2 new, 0 replaced)" in done.stdout
