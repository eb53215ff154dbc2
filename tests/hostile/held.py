"""The generator under guard: in a process of its own, with little memory and little time.

A module called `evil` lies where Python would look for it; importing it leaves a file behind.
"""

import os
import resource
import sys
from collections.abc import Iterable
from itertools import islice
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import NamedTuple

from ..generator.forked import FORKS, be_the_command

__all__ = ["Case", "Outcome", "Runs", "generate"]

_MEMORY = 3 << 29  # 1.5 GiB
_SECONDS = 60
_AT_ONCE = 2
_CANARY = 'from pathlib import Path\nPath(__file__).with_name("PWNED").touch()\n'


class Outcome(NamedTuple):
    """The result of a run: its status, its output, its tree, and files it touched beside that."""

    status: int | None
    errors: str
    tree: Path
    touched: list[str]


class Case(NamedTuple):
    """A text to generate from, if it is not there yet, and the folder where it and the canary lie."""

    text: str | None
    folder: Path
    name: str = "spec.yaml"


class Runs:
    """Runs cases in their order, two at any time, so that the next is at work while one is judged."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self._waiting = iter(cases)
        self._running: list[_Run] = []
        self._ended: dict[Path, Outcome] = {}

    def outcome(self, folder: Path) -> Outcome:
        """Wait until the case of a folder has ended."""
        while folder not in self._ended:
            self._start()
            ended = wait([run.process.sentinel for run in self._running], 300)
            assert ended, "it goes on for ever"
            for run in [run for run in self._running if run.process.sentinel in ended]:
                self._running.remove(run)
                self._ended[run.case.folder] = run.end()
        self._start()
        return self._ended.pop(folder)

    def close(self) -> None:
        """End what nobody waits for."""
        for run in self._running:
            run.process.kill()
            run.process.join()

    def _start(self) -> None:
        self._running += map(_start, islice(self._waiting, _AT_ONCE - len(self._running)))


def generate(text: str | None, folder: Path, name: str = "spec.yaml") -> Outcome:
    """Generate from one text."""
    return Runs([Case(text, folder, name)]).outcome(folder)


class _Run(NamedTuple):
    case: Case
    process: ForkServerProcess
    before: set[str]

    def end(self) -> Outcome:
        self.process.join()
        folder = self.case.folder
        touched = sorted(_files(folder) - self.before)
        strange = [path for path in touched if not path.startswith("out/pets/")]
        said = (folder / "said.txt").read_text("utf-8")
        return Outcome(self.process.exitcode, said, folder / "out" / "pets", strange)


def _start(case: Case) -> _Run:
    if case.text is not None:
        (case.folder / case.name).write_text(case.text, "utf-8")
    (case.folder / "evil.py").write_text(_CANARY, "utf-8")
    before = {*_files(case.folder), "said.txt"}
    process = FORKS.Process(target=_run, args=(case.folder, case.name))
    process.start()
    return _Run(case, process, before)


def _run(folder: Path, name: str) -> None:
    """Be the generator's command line, within limits."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    words = ["generate", "--spec", name, "--out", "out/pets", "--package", "pets"]
    be_the_command(words, Path("said.txt"), Path("said.txt"))


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
