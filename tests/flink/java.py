"""Java processes: how they are started, and how each ends with whoever started it."""

import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Java", "Process", "running"]

Process = subprocess.Popen[bytes]

_OPENED = [
    "lang",
    "net",
    "io",
    "nio",
    "lang.reflect",
    "text",
    "time",
    "util",
    "util.concurrent",
    "util.concurrent.atomic",
    "util.concurrent.locks",
]
_EXPORTED = (
    "java.rmi/sun.rmi.registry",
    "java.security.jgss/sun.security.krb5",
    "java.base/sun.net.util",
    "java.management/sun.management",
)
_OPTIONS = [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    *(f"--add-exports={name}=ALL-UNNAMED" for name in _EXPORTED),
    *(f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in _OPENED),
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
]
_GRACE = 15.0


class Java:
    """Starts classes of Flink with a release's jars; what they print lies in a folder."""

    def __init__(self, jars: Path, folder: Path) -> None:
        self._jars = jars
        self._folder = folder

    def start(self, entry: str, *arguments: str, options: Sequence[str]) -> Process:
        """Start a class; its output goes to a file of its name."""
        log = self._folder / f"{entry.rpartition('.')[2]}.log"
        command = [*_tied(), "java", *_OPTIONS, *options, f"-Djava.io.tmpdir={self._folder}"]
        command += ["-cp", f"{self._jars}/*", entry, *arguments]
        with open(log, "ab") as output:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )


def _tied() -> list[str]:
    """Have a process end with us even when we are killed, where the system has a tool for it."""
    tool = shutil.which("setpriv")
    return [tool, "--pdeathsig", "KILL", "--"] if tool else []


@contextmanager
def running(process: Process) -> Iterator[Process]:
    """Stop a process at the end: politely first, then for good."""
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
