"""The command `flinkjobs-target observe` as a process, with its log lines."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

__all__ = ["ObserverProcess", "running_observer"]

TIMEOUT = 30.0


class ObserverProcess:
    """A running observer, with the lines of its output and its log."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.lines: list[str] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def wait_for(self, condition: Callable[[], bool], *, seconds: float = TIMEOUT) -> None:
        """Wait until a condition holds; fail when the process ends or time is up."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert self._process.poll() is None, self.lines
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.05)

    def wait_for_line(self, part: str) -> str:
        """Return the first log line that contains `part`, as soon as it is there."""
        self.wait_for(lambda: any(part in line for line in self.lines))
        return next(line for line in self.lines if part in line)

    def send(self, signal_number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(signal_number)

    def stop(self, signal_number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; return the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal_number)
        return self.wait()

    def wait(self) -> int:
        """Wait for the end; return the exit code."""
        code = self._process.wait(TIMEOUT)
        self._thread.join()
        return code

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.rstrip("\n"))


@contextmanager
def running_observer(
    storage: Path | str, clusters: Mapping[str, str], *flags: str
) -> Iterator[ObserverProcess]:
    """Run an observer that polls ten times a second; kill it at the end."""
    cluster_flags = [f"--cluster={name}={url}" for name, url in clusters.items()]
    command = [sys.executable, "-m", "flinkjobs_target", "observe", f"--data={storage}"]
    with subprocess.Popen(
        [*command, "--interval=0.1", *cluster_flags, *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "XDG_DATA_HOME": os.devnull},  # no data of whoever runs the tests
    ) as process:
        observer = ObserverProcess(process)
        try:
            yield observer
        finally:
            process.kill()
            observer.stop()
