"""Plain words: docstrings that begin with a verb, and loops whose variables carry a noun."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("generator", "target/src", "tests")
DOCUMENTED = ("generator", "target/src")
"""Folders in which every module has a docstring."""
RIDDLE = re.compile(r"(Gives?|Tells?|Says?|What|Where|How|Which)\b")
NAMELESS = "one"
Definition = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def modules(folder: str) -> list[Path]:
    """Return the modules of a folder, caches aside."""
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


def location(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 1)}"


def riddles(path: Path) -> Iterator[str]:
    """Yield the docstrings that begin with a word which keeps the subject back."""
    for node in nodes(path):
        if isinstance(node, Definition):
            text = ast.get_docstring(node) or ""
            if RIDDLE.match(text):
                yield f"{location(path, node)}: {text.splitlines()[0]}"


def nameless(path: Path) -> Iterator[str]:
    """Yield the loops and comprehensions whose variable is a mere `one`."""
    for node in nodes(path):
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            names = [name for name in ast.walk(node.target) if isinstance(name, ast.Name)]
            if any(name.id == NAMELESS for name in names):
                yield location(path, node.target)


@pytest.mark.parametrize("folder", FOLDERS)
def test_docstrings_name_their_subject(folder: str) -> None:
    """A docstring begins with a verb or with what it describes: "Return …", not "Give …"."""
    assert [line for path in modules(folder) for line in riddles(path)] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_loop_variables_carry_a_noun(folder: str) -> None:
    """A loop over jobs has a `job`."""
    assert [line for path in modules(folder) for line in nameless(path)] == []


@pytest.mark.parametrize("folder", DOCUMENTED)
def test_modules_have_a_docstring(folder: str) -> None:
    """The first line of a module says what it is."""
    undocumented = [
        path.relative_to(ROOT).as_posix()
        for path in modules(folder)
        if path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert undocumented == []
