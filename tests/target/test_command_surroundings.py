"""Unusual environments: directories, names, disks and terminals."""

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


def test_a_directory_that_others_can_write_is_rejected(command: Command, file: Path) -> None:
    """They could add or replace key files."""
    command("load", str(file))
    command.data.chmod(0o770)

    assert command("load", str(file)) == 1
    assert command.err == (
        f"flinkjobs-target: {command.data}: other users can create files there, even key files "
        f"(mode 0770); run: chmod go-w {command.data}\n"
    )


def test_a_url_is_not_taken_for_a_directory(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another database, or misspelt; its password is not printed."""
    url = "mysql://user:sesame@host/jobs"
    expected = "mysql://user@host/jobs: a storage location is a directory or postgresql://…"

    with pytest.raises(SystemExit) as ended:
        cli.main(["keys", "list", f"--data={url}"])
    assert ended.value.code == 2
    assert cli.main(["serve", "--port=0", f"--data={url}"]) == 1
    monkeypatch.setenv("FLINKJOBS_TARGET_DATA", url)
    assert cli.main(["keys", "list"]) == 1

    output = capsys.readouterr().err
    assert output.count(expected) == 3
    assert "sesame" not in output


@pytest.mark.parametrize("name", ["", "two words", "a\nb", "\x1b[2J", "a" * 65])
@pytest.mark.parametrize("words", [["users", "create"], ["keys", "create", "--user"]])
def test_an_unprintable_name_is_rejected(
    command: Command, capsys: pytest.CaptureFixture[str], words: list[str], name: str
) -> None:
    """Names are printed in lists and logs."""
    with pytest.raises(SystemExit):
        command(*words, name)

    expected = f"must be 1 to 64 letters, digits or characters of . _ @ -, not {name!r}"
    assert expected in capsys.readouterr().err


@pytest.mark.parametrize("words", [["export"], ["keys", "list"]])
def test_a_full_disk_is_reported_in_one_line(
    command: Command, file: Path, words: list[str]
) -> None:
    """Also when output is written to it."""
    command("load", str(file))
    process = [sys.executable, "-m", "flinkjobs_target", *words, f"--data={command.data}"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            process, stdout=full, stderr=subprocess.PIPE, text=True, timeout=30, check=False
        )

    expected = "flinkjobs-target: output: No space left on device; it was not written completely\n"
    assert (done.returncode, done.stderr) == (1, expected)


def test_closed_output_is_no_error(command: Command, file: Path) -> None:
    """As when a supervisor starts the program."""
    command("load", str(file))
    closed = "import os, sys; os.close(1); os.execv(sys.executable, sys.argv[1:])"
    process = [sys.executable, "-c", closed, sys.executable, "-m", "flinkjobs_target", "export"]
    done = subprocess.run(
        [*process, f"--data={command.data}"], stderr=subprocess.PIPE, timeout=30, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("words", "code", "output"),
    [
        (["load", "--help"], 0, "postgresql://\\u2026"),
        (
            ["delete", "--workspace=w", "--namespace=n", b"--deployment-id=\xff"],
            1,
            "flinkjobs-target: '\\udcff' is not valid text; encode it in UTF-8\n",
        ),
    ],
)
def test_an_ascii_locale_is_supported(
    tmp_path: Path, words: list[str | bytes], code: int, output: str
) -> None:
    """Unencodable characters are escaped; undecodable arguments are an error of one line."""
    environ = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environ["FLINKJOBS_TARGET_DATA"] = str(tmp_path / "data")
    command = [sys.executable, "-m", "flinkjobs_target", *words]
    done = subprocess.run(
        command, env=environ, capture_output=True, text=True, timeout=30, check=False
    )

    assert done.returncode == code
    assert output in done.stdout + done.stderr
