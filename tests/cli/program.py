"""Running the program as its users do: with pipes, or in a terminal of a chosen width."""

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

from ..client.scripted import Script

__all__ = ["COMMAND", "Terminal", "environment", "listed", "run", "terminal", "without_styles"]

COMMAND = [sys.executable, "-m", "flinkjobs"]
_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def environment(script: Script | None = None, **more: str) -> dict[str, str]:
    """Give variables with a key, workspace and namespace, and an endpoint when there is a script."""
    return {
        "PATH": os.environ["PATH"],
        "COLUMNS": "80",
        "TZ": "UTC",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "id",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "sesame",
        "FLINKJOBS_WORKSPACE": "w1",
        "FLINKJOBS_NAMESPACE": "n1",
        **({"FLINKJOBS_ENDPOINT": script.url} if script else {}),
        **more,
    }


def run(
    *words: str, script: Script | None = None, **more: Any
) -> "subprocess.CompletedProcess[str]":
    """Run the program with pipes; `environ` adds variables."""
    environ = environment(script, **more.pop("environ", {}))
    settings: dict[str, Any] = {"capture_output": True, "encoding": "utf-8", **more}
    return subprocess.run([*COMMAND, *words], env=environ, timeout=30, check=False, **settings)


def listed(*words: str, script: Script, **more: Any) -> "subprocess.CompletedProcess[str]":
    """List jobs."""
    return run("jobs", "list", "--deployment-id", "d1", *words, script=script, **more)


def without_styles(text: str) -> str:
    """Take colours and movements out of what a terminal was sent."""
    return _STYLE.sub("", text)


@dataclass
class Terminal:
    """The program in a terminal; `text` is all that the terminal was sent so far."""

    process: "subprocess.Popen[bytes]"
    screen: int
    received: bytes = b""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.received.decode(errors="replace")

    def until(self, seen: Callable[[str], bool], patience: float = 20) -> str:
        """Read until what came is as wanted; fail when it never is."""
        deadline = time.monotonic() + patience
        while not seen(self.text):
            assert time.monotonic() < deadline and self._read(), self.text
        return self.text

    def end(self) -> str:
        """Read until the program ends."""
        while self._read():
            pass
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
def terminal(*words: str, columns: int, environ: dict[str, str]) -> Iterator[Terminal]:
    """Run the program in a terminal; it is stopped whatever happens."""
    screen, own = pty.openpty()
    fcntl.ioctl(own, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    settings = {"TERM": "xterm-256color", **environ}
    settings.pop("COLUMNS", None)
    process = subprocess.Popen(
        [*COMMAND, *words], stdin=own, stdout=own, stderr=own, env=settings, start_new_session=True
    )
    os.close(own)
    try:
        yield Terminal(process, screen)
    finally:
        process.kill()
        process.wait()
        os.close(screen)
