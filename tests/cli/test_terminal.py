"""What people see in a terminal, whatever its width and whatever a job is called."""

import json
import os
import pty
import re
import subprocess
import sys
from typing import Any

import pytest
from rich.cells import cell_len

from ..client.scripted import Answer, Script, envelope, page_of
from .program import environment, run, terminal, without_styles

DEPLOYMENT = "354dde66-a3ae-463e-967a-0b4107fd****"
LIST = ("jobs", "list", "--deployment-id", DEPLOYMENT)
NASTY = "\x1b]0;title\x07\x1b[2J\x9b31m\u202e\r\n\x00\u200f\u2066x" + "任" * 40
OBEYED = {"\x07", "\x9b", "\u202e", "\u200f", "\u2066", "\x00"}


def seen(*words: str, columns: int, environ: dict[str, str]) -> str:
    """Run the program to its end in a terminal, and give what that was sent."""
    with terminal(*words, columns=columns, environ=environ) as running:
        text = running.end()
        assert 0 == running.process.returncode, text
    return text


def widths(text: str) -> list[int]:
    """Give the places that each line takes, a Chinese sign two of them."""
    lines = [
        line.split("\r")[-1] for line in without_styles(text).replace("\r\n", "\n").split("\n")
    ]
    return [cell_len(line) for line in lines]


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("output", ["table", "wide"])
def test_a_table_fits(at_target: dict[str, str], columns: int, output: str) -> None:
    """No line is longer than the terminal, and no id is cut."""
    text = seen(*LIST, "--page-size", "20", "-o", output, columns=columns, environ=at_target)

    assert columns >= max(widths(text))
    assert 20 == len(
        re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f*]{12}", text)
    )


def test_what_has_no_room_is_named(at_target: dict[str, str]) -> None:
    """Columns that are left out are named, and -o wide shows them all."""
    short = seen(*LIST, "--page-size", "1", columns=80, environ=at_target)
    whole = seen(*LIST, "--page-size", "1", "-o", "wide", columns=80, environ=at_target)

    assert "no room for START TIME, END TIME; a wider terminal or -o wide shows all" in short
    assert "END TIME" in whole
    assert "no room" not in whole


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("output", ["table", "wide", "csv", "ids", "json", "jsonl"])
def test_hostile_names(script: Script, columns: int, output: str) -> None:
    """Nothing that a job is called reaches the terminal as a command, in no form of output."""
    script.answer = envelope([{"jobId": NASTY, "deploymentName": NASTY, NASTY: NASTY}])
    text = seen(
        "jobs",
        "list",
        "--deployment-id",
        "d",
        "-o",
        output,
        columns=columns,
        environ=environment(script),
    )

    assert not OBEYED & set(text)
    assert not re.search(r"\x1b(?!\[[0-9;]*m)", text)
    if output in ("table", "wide"):
        assert columns >= max(widths(text))


def test_json_on_a_terminal_is_the_same_value(script: Script) -> None:
    """What is escaped for the terminal's sake still decodes to the name."""
    script.answer = envelope([{"jobId": "j\x9b31m\u202e\U0001f600\U000e0001任"}])
    text = seen(
        "jobs",
        "list",
        "--deployment-id",
        "d",
        "-o",
        "jsonl",
        columns=80,
        environ=environment(script),
    )

    assert {"jobId": "j\x9b31m\u202e\U0001f600\U000e0001任"} == json.loads(text)


def test_states_are_coloured_and_named(at_target: dict[str, str]) -> None:
    """A state is a word, which colour only repeats; NO_COLOR takes the colour and leaves the word."""
    coloured = seen(*LIST, columns=200, environ=at_target)
    plain = seen(*LIST, columns=200, environ={**at_target, "NO_COLOR": "1"})

    assert "\x1b[1;31mFAILED\x1b[0m" in coloured
    assert not re.search(r"\x1b\[(\d+;)*3[0-9]", plain)
    assert without_styles(coloured) == without_styles(plain)


def test_a_dumb_terminal_gets_no_styles(at_target: dict[str, str]) -> None:
    """A terminal that knows no styles is sent none."""
    text = seen(*LIST, columns=200, environ={**at_target, "TERM": "dumb"})

    assert "\x1b" not in text


def test_local_time(at_target: dict[str, str], job: dict[str, Any]) -> None:
    """Times are local and say so by their offset; --utc gives UTC."""
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


def test_a_bar_on_a_terminal_only(at_target: dict[str, str]) -> None:
    """A long listing shows how far it is where people look; a pipe gets nothing of it."""
    whole = seen(*LIST, "--all", columns=80, environ=at_target)
    one_page = seen(*LIST, "--page-size", "5", columns=80, environ=at_target)
    piped = run(*LIST, "--all", environ=at_target)

    assert "250/250" in without_styles(whole)
    assert "━" not in one_page
    assert (0, "") == (piped.returncode, piped.stderr)


def test_a_bar_while_a_pipe_is_fed(script: Script) -> None:
    """With output in a pipe and errors in a terminal, the bar goes to the terminal alone."""
    script.answer = page_of([{"jobId": f"j{number}"} for number in range(30)])
    screen, own = pty.openpty()
    words = ["jobs", "list", "--deployment-id", "d", "--all", "--page-size", "10", "-o", "ids"]
    done = subprocess.run(
        [sys.executable, "-m", "flinkjobs", *words],
        env=environment(script, TERM="xterm"), stdout=subprocess.PIPE, stderr=own, text=True, check=True,
    )  # fmt: skip
    os.close(own)
    shown = os.read(screen, 65536).decode()
    os.close(screen)

    assert [f"j{number}" for number in range(30)] == done.stdout.split()
    assert "30/30" in without_styles(shown)


def test_interrupted(script: Script) -> None:
    """^C ends a call in silence, with 130."""
    script.answer = Answer(waits=True)
    with terminal(
        "jobs", "list", "--deployment-id", "d", columns=80, environ=environment(script)
    ) as running:
        while not script.asked:
            pass
        running.process.send_signal(2)
        text = running.end()

    assert (130, "") == (running.process.returncode, text)
