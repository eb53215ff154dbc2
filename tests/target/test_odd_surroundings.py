"""What a command meets that nobody planned: odd directories, names, disks and terminals."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flinkjobs_target import cli

from .commands import Command

JOB = {"jobId": "j", "deploymentId": "d", "namespace": "n", "workspace": "w"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one job."""
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps(JOB))
    return path


def test_a_directory_that_others_may_change_is_not_used(command: Command, file: Path) -> None:
    """They could put keys of their own there, or take the file of keys away."""
    command("load", str(file))
    command.data.chmod(0o770)

    assert 1 == command("load", str(file))
    assert command.err == (
        f"flinkjobs-target: {command.data}: others may put files there, keys among them "
        f"(mode 0770); run: chmod go-w {command.data}\n"
    )


def test_a_url_is_not_taken_for_a_directory(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another database, or misspelt; its password is not shown."""
    url = "mysql://user:sesame@host/jobs"
    told = "mysql://user@host/jobs: data are kept in a directory or in postgresql://…"

    with pytest.raises(SystemExit) as ended:
        cli.main(["keys", "list", f"--data={url}"])
    assert 2 == ended.value.code
    assert 1 == cli.main(["serve", "--port=0", f"--data={url}"])
    monkeypatch.setenv("FLINKJOBS_TARGET_DATA", url)
    assert 1 == cli.main(["keys", "list"])

    said = capsys.readouterr().err
    assert 3 == said.count(told)
    assert "sesame" not in said


@pytest.mark.parametrize("name", ["", "two words", "a\nb", "\x1b[2J", "a" * 65])
@pytest.mark.parametrize("words", [["users", "create"], ["keys", "create", "--user"]])
def test_a_name_that_would_spoil_a_list_is_refused(
    command: Command, capsys: pytest.CaptureFixture[str], words: list[str], name: str
) -> None:
    """Names of users stand in lists and logs."""
    with pytest.raises(SystemExit):
        command(*words, name)

    told = f"must be 1 to 64 letters, digits or any of . _ @ -, not {name!r}"
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("words", [["export"], ["keys", "list"]])
def test_a_full_disk_is_one_line(command: Command, file: Path, words: list[str]) -> None:
    """Of output, too."""
    command("load", str(file))
    process = [sys.executable, "-m", "flinkjobs_target", *words, f"--data={command.data}"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            process, stdout=full, stderr=subprocess.PIPE, text=True, timeout=30, check=False
        )

    told = "flinkjobs-target: output: No space left on device; not all of it was written\n"
    assert (1, told) == (done.returncode, done.stderr)


def test_output_that_is_closed_is_no_mistake(command: Command, file: Path) -> None:
    """As when a supervisor starts a program without any."""
    command("load", str(file))
    closed = "import os, sys; os.close(1); os.execv(sys.executable, sys.argv[1:])"
    process = [sys.executable, "-c", closed, sys.executable, "-m", "flinkjobs_target", "export"]
    done = subprocess.run(
        [*process, f"--data={command.data}"], stderr=subprocess.PIPE, timeout=30, check=False
    )

    assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["load", "--help"], 0, "postgresql://\\u2026"),
        (
            ["delete", "--workspace=w", "--namespace=n", b"--deployment-id=\xff"],
            1,
            "flinkjobs-target: '\\udcff' is not text; write it in UTF-8\n",
        ),
    ],
)
def test_where_only_ascii_is_known(
    tmp_path: Path, words: list[str | bytes], code: int, said: str
) -> None:
    """Signs that cannot be shown are escaped, and what cannot be read is one line."""
    environ = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environ["FLINKJOBS_TARGET_DATA"] = str(tmp_path / "data")
    command = [sys.executable, "-m", "flinkjobs_target", *words]
    done = subprocess.run(
        command, env=environ, capture_output=True, text=True, timeout=30, check=False
    )

    assert code == done.returncode
    assert said in done.stdout + done.stderr
