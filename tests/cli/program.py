"""Running the program with pipes, or in a terminal of a chosen width."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..client.scripted import ScriptedServer

__all__ = ["COMMAND", "Terminal", "environment", "listed", "run", "terminal", "without_styles"]

COMMAND = [sys.executable, "-m", "flinkjobs"]
_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def environment(server: ScriptedServer | None = None, **more: str) -> dict[str, str]:
    """Return variables with key, workspace and namespace, and the endpoint of a scripted server."""
    return {
        "PATH": os.environ["PATH"],
        "COLUMNS": "80",
        "TZ": "UTC",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "id",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "sesame",
        "FLINKJOBS_WORKSPACE": "w1",
        "FLINKJOBS_NAMESPACE": "n1",
        **({"FLINKJOBS_ENDPOINT": server.url} if server else {}),
        **more,
    }


def run(
    *arguments: str, server: ScriptedServer | None = None, **more: Any
) -> "subprocess.CompletedProcess[str]":
    """Run the program with pipes; `environ` adds variables."""
    environ = environment(server, **more.pop("environ", {}))
    settings: dict[str, Any] = {"capture_output": True, "encoding": "utf-8", **more}
    return subprocess.run([*COMMAND, *arguments], env=environ, timeout=30, check=False, **settings)


def listed(
    *arguments: str, server: ScriptedServer, **more: Any
) -> "subprocess.CompletedProcess[str]":
    """Run `jobs list`."""
    return run("jobs", "list", "--deployment-id", "d1", *arguments, server=server, **more)


def without_styles(text: str) -> str:
    """Return the output of a terminal without escape sequences."""
    return _STYLE.sub("", text)


@dataclass
class Terminal:
    """The program in a terminal; `text` is its output so far."""

    process: "subprocess.Popen[bytes]"
    screen: int
    received: bytes = b""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.received.decode(errors="replace")

    def until(self, condition: Callable[[str], bool], patience: float = 20) -> str:
        """Read until the output fulfils a condition; fail after a timeout."""
        deadline = time.monotonic() + patience
        while not condition(self.text):
            assert time.monotonic() < deadline and self._read(), self.text
        return self.text

    def end(self) -> str:
        """Read until the program ends, which takes less than 20 seconds."""
        deadline = time.monotonic() + 20
        while self._read():
            assert time.monotonic() < deadline, f"the program goes on: {self.text[-500:]}"
        self.process.wait(20)
        return self.text

    def _read(self) -> bool:
        ready, _, _ = select.select([self.screen], [], [], 20)
        try:
            part = os.read(self.screen, 65536) if ready else b""
        except OSError:  # the other end is closed
            part = b""
        self.received += part
        return bool(part)


@contextmanager
def terminal(*arguments: str, columns: int, environ: dict[str, str]) -> Iterator[Terminal]:
    """Run the program in a terminal, until the context ends."""
    screen, own = pty.openpty()
    fcntl.ioctl(own, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    settings = {"TERM": "xterm-256color", **environ}
    settings.pop("COLUMNS", None)
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=own,
        stdout=own,
        stderr=own,
        env=settings,
        start_new_session=True,
    )
    os.close(own)
    try:
        yield Terminal(process, screen)
    finally:
        process.kill()
        process.wait()
        os.close(screen)
