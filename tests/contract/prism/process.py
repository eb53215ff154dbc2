"""Prism as a process: installed from the lock beside this file, started, and started again when it dies."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...node_packages import installed_programs
from ..contract import SPECIFICATION

__all__ = ["Prism", "running_prism"]

_TIMEOUT_SECONDS = 30.0


class Prism:
    """A mock server of the specification on a port of its own."""

    def __init__(
        self, port: int, specification: Path = SPECIFICATION, log: Path | None = None
    ) -> None:
        self._log = log or Path(os.devnull)
        self._specification = specification
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def served(self) -> tuple[int, int]:
        """The number of its process, and its port."""
        if self._process is None:
            raise RuntimeError("Prism has not been started")
        return self._process.pid, self._port

    def require_running(self) -> bool:
        """Start it unless it runs; return whether it had to be started."""
        if self._process is not None and self._process.poll() is None:
            return False
        program = installed_programs(Path(__file__).parent) / "prism"
        command = [
            str(program),
            "mock",
            "-h",
            "127.0.0.1",
            "-p",
            str(self._port),
            str(self._specification),
        ]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        self._await()
        return True

    def stop(self) -> None:
        """Stop it, if it runs."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_TIMEOUT_SECONDS)

    def _await(self) -> None:
        end = time.monotonic() + _TIMEOUT_SECONDS
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise SystemExit("Prism did not start; Node 20 or newer is needed")


@contextmanager
def running_prism(specification: Path = SPECIFICATION, log: Path | None = None) -> Iterator[Prism]:
    """Install and start Prism, which writes to `log`; stop it whatever happens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    prism = Prism(port, specification, log)
    try:
        prism.require_running()
        yield prism
    finally:
        prism.stop()
