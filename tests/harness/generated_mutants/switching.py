"""Lets modules of this process have a mutant: they are compiled from the changed tree when imported."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

from .generated_mutant import GeneratedMutant

__all__ = ["switch_on"]


def switch_on(mutant: GeneratedMutant) -> None:
    """Change the module, and its copies in packages that tests generate; none is imported yet."""
    sys.meta_path.insert(0, _Finder(mutant))


class _Finder(MetaPathFinder):
    def __init__(self, mutant: GeneratedMutant) -> None:
        self._name = mutant.module.name
        self._code = compile(mutant.applied(), str(mutant.module.path), "exec", dont_inherit=True)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not f".{fullname}".endswith(f".{self._name}"):
            return None
        found = PathFinder.find_spec(fullname, path)
        if found is not None and found.origin is not None:
            found.loader = _Loader(fullname, found.origin, self._code)
        return found


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, code: CodeType) -> None:
        super().__init__(fullname, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        return self._code
