"""Mutants that nobody can notice for want of an input, each with that input and the reason."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from .access import Access
from .mutant import Mutant, MutantError

__all__ = ["UNOBSERVABLE", "load_unobservable"]

UNOBSERVABLE = Path(__file__).with_name("unobservable.toml")


def load_unobservable(
    mutants: Iterable[Mutant], access: Access, path: Path = UNOBSERVABLE
) -> Mapping[str, str]:
    """Return the missing input of each mutant that cannot be noticed with an access, by its name.

    Raise MutantError when the file names a mutant twice, or one that there is not, or lacks a reason.
    """
    known = {mutant.name for mutant in mutants}
    missing: dict[str, str] = {}
    for name, missing_input, section in _entries(path):
        if name not in known:
            raise MutantError(f"{path.name}: there is no mutant {name!r}; remove it")
        if name in missing:
            raise MutantError(f"{path.name}: {name!r} stands there twice; remove one")
        missing[name] = missing_input if access in section["with"] else ""
    return {name: missing_input for name, missing_input in missing.items() if missing_input}


def _entries(path: Path) -> Iterable[tuple[str, str, Mapping[str, list[str]]]]:
    for missing_input, section in tomllib.loads(path.read_text("utf-8")).items():
        if not section.get("reason") or not section.get("with"):
            raise MutantError(f"{path.name}: [{missing_input}] needs reason and with; add them")
        for name in section["mutants"]:
            yield name, missing_input, section
