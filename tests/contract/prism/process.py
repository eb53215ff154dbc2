"""Prism as a process: installed from the lock beside this file, started, and started again when it dies."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..contract import SPECIFICATION

__all__ = ["Prism", "running_prism"]

_HERE = Path(__file__).parent
_INSTALLED = Path(sys.prefix) / "prism"
_LOCK = "package-lock.json"
_TIMEOUT_SECONDS = 30.0


class Prism:
    """A mock server of the specification on a port of its own."""

    def __init__(self, port: int, specification: Path = SPECIFICATION) -> None:
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
        program = _INSTALLED / "node_modules" / ".bin" / "prism"
        command = [
            str(program),
            "mock",
            "-h",
            "127.0.0.1",
            "-p",
            str(self._port),
            str(self._specification),
        ]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
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
def running_prism(specification: Path = SPECIFICATION) -> Iterator[Prism]:
    """Install and start Prism; stop it whatever happens."""
    _install()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    prism = Prism(port, specification)
    try:
        prism.require_running()
        yield prism
    finally:
        prism.stop()


def _install() -> None:
    """Install the locked packages into the virtual environment, unless they are there."""
    lock = (_HERE / _LOCK).read_bytes()
    installed = _INSTALLED / _LOCK
    if installed.exists() and installed.read_bytes() == lock:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not there; install Node 20 or newer")
    shutil.rmtree(_INSTALLED, ignore_errors=True)
    _INSTALLED.mkdir(parents=True)
    shutil.copy(_HERE / "package.json", _INSTALLED)
    (_INSTALLED / _LOCK).write_bytes(lock)
    subprocess.run([npm, "ci", "--silent", "--no-fund", "--no-audit"], cwd=_INSTALLED, check=True)
    installed.write_bytes(lock)
