"""Functions of the target that a run of the suite calls: a mutant of another one cannot be noticed."""

import ast
import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from types import CodeType, FrameType

from .mutant import Mutant, source_of
from .rewriting import find_symbol

__all__ = ["called_functions", "is_reached"]

_PACKAGES = ("flinkjobs.", "flinkjobs_target.")


@contextmanager
def called_functions() -> Iterator[set[str]]:
    """Collect the functions that are called here and in threads that begin meanwhile.

    They are filled in at the end, such as `flinkjobs_target.store.jobs:JobStore.get`.
    """
    codes: dict[CodeType, str] = {}
    names: set[str] = set()

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code not in codes:
            codes[frame.f_code] = frame.f_globals.get("__name__", "")

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield names
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
        named = ((module, code) for code, module in codes.items() if module.startswith(_PACKAGES))
        names |= {f"{module}:{code.co_qualname}" for module, code in named}


def is_reached(mutant: Mutant, called: Collection[str]) -> bool:
    """Whether the function of a mutant is among those that were called; always for what is no plain function."""
    if not _is_plain_function(mutant.symbol):
        return True
    return mutant.symbol in called


@cache
def _is_plain_function(symbol: str) -> bool:
    """Whether a symbol is a function without decorators, which could call or replace it."""
    module, _, qualname = symbol.partition(":")
    found = find_symbol(_tree(module), qualname) if qualname else []
    if len(found) != 1:
        return False
    body, index = found[0]
    node = body[index]
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.decorator_list


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(source_of(module).read_text("utf-8"))
