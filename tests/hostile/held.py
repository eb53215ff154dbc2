"""The generator under guard: in a process of its own, with little memory and little time.

A module called `evil` lies where Python would look for it; importing it leaves a file behind. The
processes are forked from one that has imported the tools, which takes longer than most documents.
"""

import multiprocessing
import os
import resource
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["Outcome", "generate"]

_MEMORY = 3 << 29  # 1.5 GiB
_SECONDS = 60
_CANARY = 'from pathlib import Path\nPath(__file__).with_name("PWNED").touch()\n'
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["generator.cli", "generator.pipeline"])


class Outcome(NamedTuple):
    """How a run ended: its status, what it said, its tree, and what it touched beside that."""

    status: int | None
    errors: str
    tree: Path
    touched: list[str]


def generate(text: str, folder: Path, name: str = "spec.yaml") -> Outcome:
    """Generate from a text in a folder that holds nothing else but the canary."""
    (folder / name).write_text(text, "utf-8")
    (folder / "evil.py").write_text(_CANARY, "utf-8")
    before = {*_files(folder), "said.txt"}
    process = _FORKS.Process(target=_run, args=(folder, name))
    process.start()
    process.join(300)
    assert process.exitcode is not None, "it goes on for ever"
    touched = sorted(_files(folder) - before)
    strange = [one for one in touched if not one.startswith("out/pets/")]
    said = (folder / "said.txt").read_text("utf-8")
    return Outcome(process.exitcode, said, folder / "out" / "pets", strange)


def _run(folder: Path, name: str) -> None:
    """Be the generator's command line, within limits."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    said = os.open("said.txt", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 2)
    os.dup2(said, 1)
    from generator.cli import main

    words = ["generate", "--spec", name, "--out", "out/pets", "--package", "pets"]
    status = main(words)
    sys.stderr.flush()
    os._exit(status)


def _files(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
