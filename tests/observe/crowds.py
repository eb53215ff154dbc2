"""The simulated clusters of `crowd.py`, run in a process of their own and told what to do."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Crowds", "running_crowds"]


class Crowds:
    """The simulated clusters, and their URLs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.urls: list[str] = json.loads(self._line())

    def change(self, jobs: int) -> float:
        """End jobs of each cluster, and start as many; give the time when it was done."""
        return float(self._do(f"change {jobs}"))

    def asked(self) -> dict[str, int]:
        """Give how often each kind of thing was asked for."""
        return json.loads(self._do("asked"))  # type: ignore[no-any-return]

    def _do(self, line: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def running_crowds(clusters: int, jobs: int) -> Iterator[Crowds]:
    """Run clusters with so many jobs each; stop them whatever happens."""
    command = [sys.executable, "-m", "tests.observe.crowd", str(clusters), str(jobs)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Crowds(process)
        finally:
            process.terminate()
