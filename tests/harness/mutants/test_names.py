"""A fault speaks of names that exist: a mutant must die of its fault, not of an AttributeError."""

import ast
import builtins
import datetime
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from .mutant import Mutant, load_mutants, source_of

ROOT = Path(__file__).parents[3]
SOURCES = (ROOT / "target" / "src", ROOT / "generated" / "flinkjobs" / "src")
BUILTIN_TYPES = (str, bytes, list, dict, set, int, float, datetime.datetime, datetime.timedelta)


@cache
def existing_names() -> frozenset[str]:
    """Return the identifiers of the target and of the client, and what Python has built in."""
    names = {name for type_ in BUILTIN_TYPES for name in dir(type_)} | set(dir(builtins))
    names |= {"__dict__", "hours", "network_address"}  # attributes that `dir` does not list
    for folder in SOURCES:
        for path in folder.rglob("*.py"):
            names |= identifiers(ast.parse(path.read_text("utf-8")))
    return frozenset(names)


def identifiers(tree: ast.AST) -> set[str]:
    """Return every name, attribute, parameter and keyword of a syntax tree."""
    names: set[str] = set()
    for node in ast.walk(tree):
        for field in ("id", "attr", "arg", "name", "asname"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                names |= {value, *value.split(".")}
    return names


def imported_names(tree: ast.AST) -> set[str]:
    """Return what the standard modules have that a module imports, also with `__import__`."""
    text = ast.unparse(tree)
    imports = re.findall(
        r"__import__\('([\w.]+)'\)|^(?:import|from) (\w[\w.]*)", text, re.MULTILINE
    )
    modules = [import_module(dynamic or static) for dynamic, static in imports]
    classes = [
        value for module in modules for value in vars(module).values() if isinstance(value, type)
    ]
    return {name for owner in (*modules, *classes) for name in dir(owner)}


@pytest.mark.parametrize("module", sorted({mutant.module for mutant in load_mutants()}))
def test_faults_name_only_what_exists(module: str) -> None:
    """Names that a fault adds to a module exist in the sources or in Python."""
    source = source_of(module).read_text("utf-8")
    own = identifiers(ast.parse(source))

    for mutant in mutants_of(module):
        faulty = mutant.applied(source)
        added = identifiers(faulty) - own
        bound = bound_names(faulty)

        assert added - bound - existing_names() - imported_names(faulty) == set(), mutant.name


def bound_names(tree: ast.AST) -> set[str]:
    """Return variables that are assigned and parameters."""
    nodes = list(ast.walk(tree))
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {node.arg for node in nodes if isinstance(node, ast.arg)}


def mutants_of(module: str) -> list[Mutant]:
    """Return the mutants of one module."""
    return [mutant for mutant in load_mutants() if mutant.module == module]
