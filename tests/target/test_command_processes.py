"""Processes of the command: their address, their end, and standard input."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flinkjobs_target.testing.subprocess import running_target

JOB = {"jobId": "j", "deploymentId": "d", "namespace": "n", "workspace": "w"}


@contextmanager
def start(data: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Start a server process; kill it on exit."""
    command = [sys.executable, "-m", "flinkjobs_target", "serve", f"--data={data}", *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_prints_its_address_and_stops_on_a_signal(tmp_path: Path, number: int) -> None:
    """Even while a connection is open; the exit code is 0."""
    with start(tmp_path, "--port=0") as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(7)]
        match = re.fullmatch("listening on http://127.0.0.1:([0-9]+)\n", lines[-1])
        assert match is not None
        with socket.create_connection(("127.0.0.1", int(match[1]))):
            process.send_signal(number)

            assert process.wait(10) == 0
        out, err = process.communicate()

    assert f"FLINKJOBS_ENDPOINT=http://127.0.0.1:{match[1]}\n" in lines[-3]
    assert lines[-2] == f"explorer at http://127.0.0.1:{match[1]}/\n"
    assert out == ""
    assert f" WARNING {tmp_path}: is a new store, without jobs; " in err.splitlines()[0]


def test_a_port_in_use_is_reported_in_one_line(tmp_path: Path) -> None:
    """And no key is created."""
    with running_target(tmp_path / "one") as target:
        port = target.endpoint.rpartition(":")[2]
        with start(tmp_path / "two", f"--port={port}") as process:
            out, err = process.communicate(timeout=20)

    expected = "Address already in use; choose another --host or --port"
    assert (process.returncode, out) == (1, "")
    assert err == f"flinkjobs-target: 127.0.0.1:{port}: {expected}\n"


def test_a_running_target_is_stopped_after_an_exception(tmp_path: Path) -> None:
    """The context manager stops the process."""
    with pytest.raises(RuntimeError), running_target(tmp_path) as target:
        raise RuntimeError

    with pytest.raises(OSError):
        urllib.request.urlopen(target.endpoint, timeout=5)


def test_a_running_target_hides_its_secret(tmp_path: Path) -> None:
    """The repr omits it."""
    with running_target(tmp_path) as target:
        assert target.access_key_secret not in repr(target)


def test_a_dash_is_standard_input(tmp_path: Path) -> None:
    """`load -` reads it."""
    words = [sys.executable, "-m", "flinkjobs_target", "load", "-"]
    environ = os.environ | {"FLINKJOBS_TARGET_DATA": str(tmp_path)}
    lines = json.dumps(JOB) + "\n" + json.dumps(JOB | {"jobId": "k"})

    done = subprocess.run(
        words, input=lines, env=environ, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "loaded 2 jobs of 1 deployment (2 new, 0 replaced)" in done.stdout
