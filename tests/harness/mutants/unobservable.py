"""Mutants that nobody can notice who has no more than a URL, a key and a job, each with a reason."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from .mutant import Mutant, MutantError

__all__ = ["UNOBSERVABLE", "load_unobservable"]

UNOBSERVABLE = Path(__file__).with_name("unobservable.toml")


def load_unobservable(
    mutants: Iterable[Mutant], path: Path = UNOBSERVABLE
) -> Mapping[str, str]:
    """Return the missing input of each such mutant, by its name.

    Raise MutantError when the file names a mutant twice, or one that there is not.
    """
    known = {mutant.name for mutant in mutants}
    missing: dict[str, str] = {}
    for missing_input, section in tomllib.loads(path.read_text("utf-8")).items():
        for name in section["mutants"]:
            if name not in known:
                raise MutantError(f"{path.name}: there is no mutant {name!r}; remove it")
            if name in missing:
                raise MutantError(f"{path.name}: {name!r} stands there twice; remove one")
            missing[name] = missing_input
    return missing
