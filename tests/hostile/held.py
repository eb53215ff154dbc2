"""The generator under guard: in a process of its own, with little memory and little time.

A module called `evil` lies where Python would look for it; importing it leaves a file behind.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["Outcome", "generate"]

ROOT = Path(__file__).parents[2]
_MEMORY = 3 << 29  # 1.5 GiB
_SECONDS = 60
_CANARY = 'from pathlib import Path\nPath(__file__).with_name("PWNED").touch()\n'


class Outcome(NamedTuple):
    """How a run ended: its status, what it said, its tree, and what it touched beside that."""

    status: int
    errors: str
    tree: Path
    touched: list[str]


def generate(text: str, folder: Path, name: str = "spec.yaml") -> Outcome:
    """Generate from a text in a folder that holds nothing else but the canary."""
    (folder / name).write_text(text, "utf-8")
    (folder / "evil.py").write_text(_CANARY, "utf-8")
    before = _files(folder)
    command = [sys.executable, "-m", "generator", "generate", "--spec", name]
    done = subprocess.run(
        [*command, "--out", "out/pets", "--package", "pets"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{folder}", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        preexec_fn=_limit,
    )
    touched = sorted(_files(folder) - before)
    strange = [one for one in touched if not one.startswith("out/pets/")]
    return Outcome(done.returncode, done.stderr, folder / "out" / "pets", strange)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _files(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
