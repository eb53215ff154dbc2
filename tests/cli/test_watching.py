"""The option --watch: changes as lines or in place, also through short outages."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ..client.scripted import CannedResponse, ScriptedServer, envelope, failure
from .program import environment, terminal, without_styles

WATCH = ("jobs", "list", "--deployment-id", "d", "--watch", "0.1s")


def job(name: str, state: str) -> dict[str, object]:
    return {"jobId": name, "status": {"currentJobStatus": state}}


@contextmanager
def watching(server: ScriptedServer, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Run --watch with pipes, until the context ends."""
    command = [sys.executable, "-m", "flinkjobs", *WATCH, *arguments]
    process = subprocess.Popen(
        command, env=environment(server), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line(process: "subprocess.Popen[str]") -> list[str]:
    """Return the words after the time in the next line."""
    assert process.stdout
    return process.stdout.readline().split()[2:5]


def test_changes_are_lines(server: ScriptedServer) -> None:
    """In a pipe, each new, changed or gone job is a line; an unchanged one is not."""
    server.response = envelope([job("j1", "RUNNING"), job("j2", "STARTING")])
    with watching(server) as process:
        first = [line(process), line(process)]
        server.response = envelope([job("j3", "STARTING"), job("j1", "FAILED")])
        then = [line(process), line(process), line(process)]

    assert first == [["+", "j1", "RUNNING"], ["+", "j2", "STARTING"]]
    assert then == [["+", "j3", "STARTING"], ["*", "j1", "FAILED"], ["-", "j2", "STARTING"]]


def test_changes_as_json_lines(server: ScriptedServer) -> None:
    """As JSON lines, each new or changed job is written as received."""
    server.response = CannedResponse(
        b'{"success":true,"totalSize":1,"data":[{"jobId":"j1", "x":1}]}'
    )
    with watching(server, "-o", "jsonl") as process:
        assert process.stdout
        first = process.stdout.readline()
        server.response = envelope([job("j1", "RUNNING")])
        then = process.stdout.readline()

    assert first == '{"jobId":"j1", "x":1}\n'
    assert "RUNNING" in then


def test_an_outage_is_survived(server: ScriptedServer) -> None:
    """While requests fail, it reports that and retries."""
    server.response = envelope([job("j1", "RUNNING")])
    with watching(server) as process:
        line(process)
        server.response = CannedResponse(b"<html>", 503)
        assert process.stderr
        note = process.stderr.readline()
        server.response = envelope([job("j1", "FINISHED")])
        then = line(process)

    assert note.startswith("request failed at ")
    assert "retrying" in note
    assert then == ["*", "j1", "FINISHED"]


def test_a_permanent_error_ends_it(server: ScriptedServer) -> None:
    """An error that cannot be retried ends the watch with its exit code."""
    server.response = failure("990301", "no such")
    with watching(server) as process:
        assert process.wait(20) == 4


def test_in_place(server: ScriptedServer) -> None:
    """On a terminal, the table is redrawn in place, with marks for changes."""
    server.response = envelope([job("j1", "RUNNING"), job("j2", "STARTING")])
    with terminal(*WATCH, columns=80, environ=environment(server)) as running:
        running.until(lambda text: "+ j2" in without_styles(text))
        begun = len(running.text)
        server.response = envelope([job("j1", "FAILED"), job("j2", "STARTING")])
        running.until(lambda text: "* j1" in without_styles(text[begun:]))
        running.until(lambda text: "  j2" in without_styles(text[begun:]))
        after = running.text[begun:]
        running.process.send_signal(2)
        text = running.end()

    assert "\x1b[1A" in after  # it went up to draw again
    assert "  j2" in without_styles(after)
    assert running.process.returncode == 130
    assert "Traceback" not in text


@pytest.mark.parametrize("name", ["\x1b[2J\x9b", "任务" * 50])
def test_hostile_names_in_place(server: ScriptedServer, name: str) -> None:
    """A name can neither control the terminal nor break the table."""
    server.response = envelope([job(name, "RUNNING")])
    with terminal(*WATCH, columns=40, environ=environment(server)) as running:
        running.until(lambda text: "RUNNING" in text)
        time.sleep(0.3)

        assert "\x1b[2J" not in running.text
        assert "\x9b" not in running.text
