"""Running the generator as its users do, and looking at what it made."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from generator.output.tree import read_tree
from generator.translations.catalogue import contract_catalogue

from .forked import run_forked

__all__ = [
    "ROOT",
    "SPEC",
    "copy_of_spec",
    "files_beside",
    "generator",
    "python",
    "translate",
    "tree_of",
]

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "openapi.yaml"
SETTINGS = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}


def generator(
    *words: str | Path, cwd: Path = ROOT, **environ: str
) -> "subprocess.CompletedProcess[str]":
    """Run the generator's command line; in a Python of its own when it gets an environment."""
    if environ:
        return python("-m", "generator", *words, cwd=cwd, PYTHONPATH=str(ROOT), **environ)
    return run_forked([*map(str, words)], cwd, {**SETTINGS, "PYTHONPATH": str(ROOT)})


def python(
    *words: str | Path, cwd: Path = ROOT, **environ: str
) -> "subprocess.CompletedProcess[str]":
    """Run a Python that writes no caches."""
    settings = {**SETTINGS, **environ}
    command = [sys.executable, *map(str, words)]
    return subprocess.run(
        command,
        cwd=cwd,
        env=settings,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path."""
    return read_tree(folder)


def files_beside() -> set[str]:
    """Return the names of the files that the contract refers to."""
    return set(re.findall(r'\$ref: "([\w-]+\.yaml)#', SPEC.read_text("utf-8")))


def copy_of_spec(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the contract with pieces of its text replaced, each of which it has once.

    Its other files and its catalogue are copied beside it.
    """
    text = SPEC.read_text("utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    for name in files_beside():
        shutil.copyfile(SPEC.with_name(name), folder / name)
    path = folder / "openapi.yaml"
    path.write_text(text, "utf-8")
    contract_catalogue(path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(contract_catalogue(SPEC), contract_catalogue(path))
    return path


def translate(specification: Path, texts: Mapping[str, str]) -> None:
    """Write a catalogue beside a specification: Chinese texts by the English ones."""
    path = contract_catalogue(specification)
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = (f'msgid "{english}"\nmsgstr "{chinese}"\n' for english, chinese in texts.items())
    path.write_text("\n".join(entries), "utf-8")
