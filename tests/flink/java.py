"""Java processes of Flink, which never outlive the test process."""

import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

__all__ = ["JAVA_OPTIONS", "Java", "Process", "running"]

Process = subprocess.Popen[bytes]

_OPENED_PACKAGES = [
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
_EXPORTED_PACKAGES = (
    "java.rmi/sun.rmi.registry",
    "java.security.jgss/sun.security.krb5",
    "java.base/sun.net.util",
    "java.management/sun.management",
)
JAVA_OPTIONS = [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    *(f"--add-exports={name}=ALL-UNNAMED" for name in _EXPORTED_PACKAGES),
    *(f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in _OPENED_PACKAGES),
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
]
_STOP_TIMEOUT = 15.0


class Java:
    """A launcher of Flink's main classes with a release's jars; output goes to a folder."""

    def __init__(self, jars: Path, folder: Path) -> None:
        self._jars = jars
        self._folder = folder

    def start(self, main_class: str, *arguments: str, options: Sequence[str]) -> Process:
        """Start a main class; its output goes to a log file named after it."""
        log = self._folder / f"{main_class.rpartition('.')[2]}.log"
        command = [
            *_death_signal_command(),
            "java",
            *JAVA_OPTIONS,
            *options,
            f"-Djava.io.tmpdir={self._folder}",
        ]
        command += ["-cp", f"{self._jars}/*", main_class, *arguments]
        with open(log, "ab") as output:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )


def _death_signal_command() -> list[str]:
    """Return a command prefix that kills a process when its parent dies, where available."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


@contextmanager
def running(process: Process) -> Iterator[Process]:
    """Stop a process at the end: with SIGTERM first, then with SIGKILL."""
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
