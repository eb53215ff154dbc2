"""--watch: what changed, as lines or in place, through short outages."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ..client.scripted import Answer, Script, envelope, failure
from .program import environment, terminal, without_styles

WATCH = ("jobs", "list", "--deployment-id", "d", "--watch", "0.1s")


def job(name: str, state: str) -> dict[str, object]:
    return {"jobId": name, "status": {"currentJobStatus": state}}


@contextmanager
def watching(script: Script, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """Watch with a pipe; stopped whatever happens."""
    command = [sys.executable, "-m", "flinkjobs", *WATCH, *words]
    process = subprocess.Popen(
        command, env=environment(script), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line(process: "subprocess.Popen[str]") -> list[str]:
    """Read the next line: the words after the time."""
    assert process.stdout
    return process.stdout.readline().split()[2:5]


def test_changes_are_lines(script: Script) -> None:
    """In a pipe each job that is new, changed or gone is a line; what stays is none."""
    script.answer = envelope([job("j1", "RUNNING"), job("j2", "STARTING")])
    with watching(script) as process:
        first = [line(process), line(process)]
        script.answer = envelope([job("j3", "STARTING"), job("j1", "FAILED")])
        then = [line(process), line(process), line(process)]

    assert [["+", "j1", "RUNNING"], ["+", "j2", "STARTING"]] == first
    assert [["+", "j3", "STARTING"], ["*", "j1", "FAILED"], ["-", "j2", "STARTING"]] == then


def test_changes_as_json_lines(script: Script) -> None:
    """As JSON lines, each job that is new or changed comes as it was received."""
    script.answer = Answer(b'{"success":true,"totalSize":1,"data":[{"jobId":"j1", "x":1}]}')
    with watching(script, "-o", "jsonl") as process:
        assert process.stdout
        first = process.stdout.readline()
        script.answer = envelope([job("j1", "RUNNING")])
        then = process.stdout.readline()

    assert '{"jobId":"j1", "x":1}\n' == first
    assert "RUNNING" in then


def test_an_outage_is_survived(script: Script) -> None:
    """While no answer comes, it says so and tries again; then it goes on."""
    script.answer = envelope([job("j1", "RUNNING")])
    with watching(script) as process:
        line(process)
        script.answer = Answer(b"<html>", 503)
        assert process.stderr
        said = process.stderr.readline()
        script.answer = envelope([job("j1", "FINISHED")])
        then = line(process)

    assert said.startswith("no answer at ")
    assert "trying again" in said
    assert ["*", "j1", "FINISHED"] == then


def test_a_refusal_ends_it(script: Script) -> None:
    """What another attempt cannot mend ends the watch with its exit code."""
    script.answer = failure("990301", "no such")
    with watching(script) as process:
        assert 4 == process.wait(20)


def test_in_place(script: Script) -> None:
    """On a terminal the table stays in its place, and what changed has a mark beside it."""
    script.answer = envelope([job("j1", "RUNNING"), job("j2", "STARTING")])
    with terminal(*WATCH, columns=80, environ=environment(script)) as running:
        running.until(lambda text: "+ j2" in without_styles(text))
        begun = len(running.text)
        script.answer = envelope([job("j1", "FAILED"), job("j2", "STARTING")])
        running.until(lambda text: "* j1" in without_styles(text[begun:]))
        after = running.text[begun:]
        running.process.send_signal(2)
        text = running.end()

    assert "\x1b[1A" in after  # it went up to draw again
    assert "  j2" in without_styles(after)
    assert 130 == running.process.returncode
    assert "Traceback" not in text


@pytest.mark.parametrize("name", ["\x1b[2J\x9b", "任务" * 50])
def test_hostile_names_in_place(script: Script, name: str) -> None:
    """A name neither commands the terminal nor breaks the table."""
    script.answer = envelope([job(name, "RUNNING")])
    with terminal(*WATCH, columns=40, environ=environment(script)) as running:
        running.until(lambda text: "RUNNING" in text)
        time.sleep(0.3)

        assert "\x1b[2J" not in running.text
        assert "\x9b" not in running.text
