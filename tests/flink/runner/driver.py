"""A Java process that calls the runner's classes, with the planner of a release in the process."""

import base64
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..java import JAVA_OPTIONS
from ..runner_jar import JAR

__all__ = ["Driver", "ScriptError", "open_driver"]

_SOURCE = Path(__file__).with_name("RunnerDriver.java")


class ScriptError(Exception):
    """The message of the runner's exception."""


class Driver:
    """Sends requests to the process, and reads its responses."""

    def __init__(self, requests: IO[str], responses: IO[str]) -> None:
        self._requests = requests
        self._responses = responses

    def split(self, script: str) -> list[str]:
        """Return the statements of a script."""
        return self._call("split", script)

    def validate(self, script: str, *arguments: str) -> None:
        """Compile a script; raise ScriptError with the runner's message."""
        self._call("main", "--validate", "--script", script, *arguments)

    def run(self, *arguments: str) -> None:
        """Call the runner's main method; raise ScriptError with its message."""
        self._call("main", *arguments)

    def _call(self, command: str, *values: str) -> list[str]:
        encoded = [base64.b64encode(value.encode()).decode() for value in values]
        print(command, *encoded, file=self._requests, flush=True)
        status, *results = self._responses.readline().rstrip("\n").split(" ")
        decoded = [base64.b64decode(result).decode() for result in results]
        if status == "error":
            raise ScriptError(*decoded)
        assert status == "ok"
        return decoded


@contextmanager
def open_driver(jars: Path, log: Path) -> Iterator[Driver]:
    """Run the process with a release's jars; what Flink prints goes to a log file."""
    command = ["java", *JAVA_OPTIONS, "-cp", f"{JAR}:{jars}/*", str(_SOURCE)]
    pipe = subprocess.PIPE
    with (
        open(log, "wb") as errors,
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors, text=True) as process,
    ):
        assert process.stdin is not None and process.stdout is not None
        yield Driver(process.stdin, process.stdout)
        process.stdin.close()
