"""The command `flinkjobs-target observe` as a process, and what it logs."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Process", "observing"]

PATIENCE = 30.0


class Process:
    """A running observer."""

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

    def wait_for(self, what: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not what():
            assert self._process.poll() is None, self.lines
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.05)

    def wait_for_line(self, part: str) -> str:
        """Wait until it logs a line with this in it."""
        self.wait_for(lambda: any(part in line for line in self.lines))
        return next(line for line in self.lines if part in line)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop; give its exit code."""
        if self._process.poll() is None:
            self._process.send_signal(how)
        code = self._process.wait(PATIENCE)
        self._thread.join()
        return code

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.lines.append(line.rstrip("\n"))


@contextmanager
def observing(place: Path | str, clusters: Mapping[str, str], *flags: str) -> Iterator[Process]:
    """Observe clusters ten times a second; stop whatever happens."""
    named = [f"--cluster={name}={url}" for name, url in clusters.items()]
    command = [sys.executable, "-m", "flinkjobs_target", "observe", f"--data={place}"]
    with subprocess.Popen(
        [*command, "--interval=0.1", *named, *flags],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        running = Process(process)
        try:
            yield running
        finally:
            process.kill()
            running.stop()
