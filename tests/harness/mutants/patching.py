"""Switches a mutant on in this process: its module is compiled from the changed tree when imported.

No file changes, and no byte code is kept.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

from .mutant import Mutant, MutantError

__all__ = ["switch_on"]


def switch_on(mutant: Mutant) -> None:
    """Let the mutant's module have the fault; raise MutantError when it was imported before."""
    if mutant.module in sys.modules:
        raise MutantError(f"{mutant.module} was imported before {mutant.name!r} was switched on")
    sys.meta_path.insert(0, _Finder(mutant))


class _Finder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        found = PathFinder.find_spec(fullname, path)
        if found is None or found.origin is None:
            raise MutantError(f"there is no module {fullname}, which {self._mutant.name!r} changes")
        found.loader = _Loader(fullname, found.origin, self._mutant)
        return found


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, mutant: Mutant) -> None:
        super().__init__(fullname, path)
        self._mutant = mutant

    def get_code(self, fullname: str) -> CodeType | None:
        source = self.get_source(fullname)
        assert source is not None
        return compile(self._mutant.applied(source), self.path, "exec", dont_inherit=True)
