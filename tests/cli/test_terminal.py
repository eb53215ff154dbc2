"""Output on a terminal, of any width and with any names."""

import json
import os
import pty
import re
import subprocess
import sys
from typing import Any

import pytest
from rich.cells import cell_len

from ..client.scripted import CannedResponse, ScriptedServer, envelope, page_of
from .program import environment, run, terminal, without_styles

DEPLOYMENT = "354dde66-a3ae-463e-967a-0b4107fd****"
LIST = ("jobs", "list", "--deployment-id", DEPLOYMENT)
HOSTILE = "\x1b]0;title\x07\x1b[2J\x9b31m\u202e\r\n\x00\u200f\u2066x" + "任" * 40
CONTROL_CHARACTERS = {"\x07", "\x9b", "\u202e", "\u200f", "\u2066", "\x00"}


def terminal_output(*arguments: str, columns: int, environ: dict[str, str]) -> str:
    """Run the program in a terminal; return its output."""
    with terminal(*arguments, columns=columns, environ=environ) as running:
        text = running.end()
        assert running.process.returncode == 0, text
    return text


def widths(text: str) -> list[int]:
    """Return the display width of each line; a Chinese character has two columns."""
    lines = [
        line.split("\r")[-1] for line in without_styles(text).replace("\r\n", "\n").split("\n")
    ]
    return [cell_len(line) for line in lines]


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("output", ["table", "wide"])
def test_a_table_fits(at_target: dict[str, str], columns: int, output: str) -> None:
    """No line is wider than the terminal, and no id is cut."""
    text = terminal_output(
        *LIST, "--page-size", "20", "-o", output, columns=columns, environ=at_target
    )

    assert max(widths(text)) <= columns
    assert (
        len(re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f*]{12}", text))
        == 20
    )


def test_omitted_columns_are_named(at_target: dict[str, str]) -> None:
    """Omitted columns are named in a note; -o wide shows all."""
    short = terminal_output(*LIST, "--page-size", "1", "--utc", columns=80, environ=at_target)
    whole = terminal_output(*LIST, "--page-size", "1", "-o", "wide", columns=80, environ=at_target)

    assert "no room for START TIME, END TIME; a wider terminal or -o wide shows all" in short
    assert "END TIME" in whole
    assert "no room" not in whole


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("output", ["table", "wide", "csv", "ids", "json", "jsonl"])
def test_hostile_names(server: ScriptedServer, columns: int, output: str) -> None:
    """No name reaches the terminal as a control sequence, in any output format."""
    server.response = envelope([{"jobId": HOSTILE, "deploymentName": HOSTILE, HOSTILE: HOSTILE}])
    text = terminal_output(
        "jobs",
        "list",
        "--deployment-id",
        "d",
        "-o",
        output,
        columns=columns,
        environ=environment(server),
    )

    assert not CONTROL_CHARACTERS & set(text)
    assert not re.search(r"\x1b(?!\[[0-9;]*m)", text)
    if output in ("table", "wide"):
        assert max(widths(text)) <= columns


def test_json_on_a_terminal_is_the_same_value(server: ScriptedServer) -> None:
    """JSON that is escaped for the terminal decodes to the same value."""
    server.response = envelope([{"jobId": "j\x9b31m\u202e\U0001f600\U000e0001任"}])
    text = terminal_output(
        "jobs",
        "list",
        "--deployment-id",
        "d",
        "-o",
        "jsonl",
        columns=80,
        environ=environment(server),
    )

    assert json.loads(text) == {"jobId": "j\x9b31m\u202e\U0001f600\U000e0001任"}


def test_states_are_coloured_and_named(at_target: dict[str, str]) -> None:
    """States have colours, but for NO_COLOR, and are words in any case."""
    coloured = terminal_output(*LIST, columns=200, environ=at_target)
    plain = terminal_output(*LIST, columns=200, environ={**at_target, "NO_COLOR": "1"})

    assert "\x1b[1;31mFAILED\x1b[0m" in coloured
    assert not re.search(r"\x1b\[(\d+;)*3[0-9]", plain)
    assert without_styles(plain) == without_styles(coloured)


def test_a_dumb_terminal_gets_no_styles(at_target: dict[str, str]) -> None:
    """A terminal without styles is sent none."""
    text = terminal_output(*LIST, columns=200, environ={**at_target, "TERM": "dumb"})

    assert "\x1b" not in text


def test_local_time(at_target: dict[str, str], job: dict[str, Any]) -> None:
    """Times are local with their offset; --utc shows UTC."""
    local = run(
        "jobs", "get", "--job-id", job["jobId"], environ={**at_target, "TZ": "Asia/Shanghai"}
    )
    utc = run(
        "jobs",
        "get",
        "--job-id",
        job["jobId"],
        "--utc",
        environ={**at_target, "TZ": "Asia/Shanghai"},
    )

    assert "2024-04-25 23:21:47+08:00" in local.stdout
    assert "2024-04-25 15:21:47Z" in utc.stdout


def test_a_progress_bar_on_a_terminal_only(at_target: dict[str, str]) -> None:
    """A long listing has a progress bar on a terminal, and none in a pipe."""
    whole = terminal_output(*LIST, "--all", columns=80, environ=at_target)
    one_page = terminal_output(*LIST, "--page-size", "5", columns=80, environ=at_target)
    piped = run(*LIST, "--all", environ=at_target)

    assert "250/250" in without_styles(whole)
    assert "━" not in one_page
    assert (piped.returncode, piped.stderr) == (0, "")


def test_a_progress_bar_beside_a_pipe(server: ScriptedServer) -> None:
    """With output in a pipe and errors on a terminal, the bar is on the terminal."""
    server.response = page_of([{"jobId": f"j{number}"} for number in range(30)])
    screen, own = pty.openpty()
    arguments = ["jobs", "list", "--deployment-id", "d", "--all", "--page-size", "10", "-o", "ids"]
    done = subprocess.run(
        [sys.executable, "-m", "flinkjobs", *arguments],
        env=environment(server, TERM="xterm"), stdout=subprocess.PIPE, stderr=own, text=True, check=True,
    )  # fmt: skip
    os.close(own)
    shown = os.read(screen, 65536).decode()
    os.close(screen)

    assert done.stdout.split() == [f"j{number}" for number in range(30)]
    assert "30/30" in without_styles(shown)


def test_interrupted(server: ScriptedServer) -> None:
    """Ctrl-C ends a request quietly with 130."""
    server.response = CannedResponse(waits=True)
    with terminal(
        "jobs", "list", "--deployment-id", "d", columns=80, environ=environment(server)
    ) as running:
        while not server.requests:
            pass
        running.process.send_signal(2)
        text = running.end()

    assert (running.process.returncode, text) == (130, "")
