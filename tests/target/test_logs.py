"""The access log and the error log: separate streams, or files that are opened again on SIGHUP."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import urllib3

from .processes import PATIENCE, serving, wait_until

HTTP = urllib3.PoolManager(retries=False)


def test_requests_are_logged_on_standard_output_and_errors_on_standard_error(
    tmp_path: Path,
) -> None:
    """So that a program that reads one of them need not sort lines."""
    with serving(tmp_path / "data", "--admin=127.0.0.1:0", "--faults") as server:
        HTTP.request("POST", f"{server.admin}/faults", json={"kind": "error", "status": 503})
        statuses = [HTTP.request("GET", f"{server.url}/nowhere").status for _ in range(2)]
        server.process.send_signal(signal.SIGTERM)
        out, err = server.process.communicate(timeout=PATIENCE)

    assert statuses == [503, 404]
    assert [json.loads(line)["status"] for line in out.splitlines()] == [404]
    assert "injecting a fault into /nowhere" in err
    assert '"status"' not in err


def test_rotated_log_files_are_opened_again_on_sighup(tmp_path: Path) -> None:
    """As logrotate does: each file is moved, then the server gets the signal."""
    access, errors = tmp_path / "access.jsonl", tmp_path / "errors.log"
    flags = [f"--access-log={access}", f"--error-log={errors}", "--admin=127.0.0.1:0", "--faults"]
    with serving(tmp_path / "data", *flags) as server:
        HTTP.request("GET", f"{server.url}/before")
        for log in (access, errors):
            log.rename(log.with_suffix(".1"))
        HTTP.request("HEAD", f"{server.url}/moved")
        wait_until(lambda: access.with_suffix(".1").read_text().count("\n") == 2)
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: access.exists() and errors.exists())
        HTTP.request("POST", f"{server.admin}/faults", json={"kind": "error", "status": 503})
        HTTP.request("GET", f"{server.url}/fault")
        HTTP.request("POST", f"{server.url}/after")
        wait_until(lambda: access.read_text() != "")
        alive = server.process.poll() is None

    methods = [
        [json.loads(line)["method"] for line in log.read_text().splitlines()]
        for log in (access.with_suffix(".1"), access)
    ]
    assert alive
    assert methods == [["GET", "HEAD"], ["POST"]]
    assert "FAULT INJECTION IS ON" in errors.with_suffix(".1").read_text()
    assert "injecting a fault into /fault" in errors.read_text()


def test_a_log_that_cannot_be_opened_again_is_kept(tmp_path: Path) -> None:
    """The fault is logged, and entries go into the file that was moved."""
    folder = tmp_path / "logs"
    folder.mkdir()
    with serving(tmp_path / "data", f"--access-log={folder / 'access.jsonl'}") as server:
        folder.rename(tmp_path / "moved")
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        HTTP.request("GET", f"{server.url}/nowhere")
        server.process.send_signal(signal.SIGTERM)
        _, err = server.process.communicate(timeout=PATIENCE)

    assert (tmp_path / "moved" / "access.jsonl").read_text().count("\n") == 1
    assert "No such file or directory; still writing to the former log file" in err
    assert server.process.returncode == 0


def test_an_error_log_that_cannot_be_written_is_reported_once(tmp_path: Path) -> None:
    """On standard error, without a traceback; requests are handled."""
    flags = ["--error-log=/dev/full", "--access-log=none", "--admin=127.0.0.1:0", "--faults"]
    with serving(tmp_path / "data", *flags) as server:
        HTTP.request("POST", f"{server.admin}/faults", json={"kind": "error", "status": 503})
        statuses = [HTTP.request("GET", f"{server.url}/nowhere").status for _ in range(2)]
        server.process.send_signal(signal.SIGTERM)
        _, err = server.process.communicate(timeout=PATIENCE)

    assert statuses == [503, 404]
    [line] = err.splitlines()
    assert line.startswith("the error log cannot be written: [Errno 28] No space left on device; ")
    assert "FAULT INJECTION IS ON" in line
    assert server.process.returncode == 0


def test_a_server_whose_terminal_was_closed_stops(tmp_path: Path) -> None:
    """SIGHUP has two meanings: while there is a terminal, it is a request to reload."""
    screen, end = pty.openpty()
    command = [sys.executable, "-m", "flinkjobs_target", "serve", "--port=0"]
    with subprocess.Popen(
        [*command, f"--data={tmp_path / 'data'}", "--access-log=none"],
        stdin=end,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        os.close(end)
        assert process.stdout is not None
        while not process.stdout.readline().startswith("listening on "):
            assert process.poll() is None
        process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        alive = process.poll() is None
        os.close(screen)
        process.send_signal(signal.SIGHUP)

        assert process.wait(PATIENCE) == 0
    assert alive
