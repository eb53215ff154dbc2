"""Puts a mutant into functions of this process, and into modules that it imports later."""

import gc
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, FunctionType, ModuleType

from .generated_mutant import GeneratedMutant
from .modules import Module, MutantsError

__all__ = ["Functions"]


class Functions:
    """The functions of some modules, and of their copies in generated packages, that exist by now."""

    def __init__(self, modules: Iterable[Module]) -> None:
        names = {module.name.replace(".", "/") + ".py": module.name for module in modules}
        self._functions: dict[str, list[FunctionType]] = defaultdict(list)
        ends: dict[str, str | None] = {}
        for each in gc.get_objects():
            if type(each) is not FunctionType:
                continue
            file = each.__code__.co_filename
            if file not in ends:
                found = (name for end, name in names.items() if file.endswith(f"/{end}"))
                ends[file] = next(found, None)
            if (name := ends[file]) is not None:
                self._functions[name].append(each)

    def switch_on(self, mutant: GeneratedMutant) -> None:
        """Change the functions, and let modules that are imported later be compiled with the change."""
        changed = compile(mutant.applied(), str(mutant.module.path), "exec", dont_inherit=True)
        original = compile(mutant.original, str(mutant.module.path), "exec", dont_inherit=True)
        codes = dict(_changes(original, changed))
        functions = self._functions[mutant.module.name]
        known = [function for function in functions if function.__code__ in codes]
        if functions and not known:
            raise MutantsError(f"no function has the code of {mutant.module.path}: {mutant.key}")
        for function in known:
            function.__code__ = codes[function.__code__]
        sys.meta_path.insert(0, _Finder(mutant.module.name, changed))


def _changes(original: CodeType, changed: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Yield the code of each function with its changed code; the mutant is in one, or in one within it."""
    for before, after in zip(_nested(original), _nested(changed), strict=False):
        if before.co_qualname != after.co_qualname:
            return  # a function within the changed one has gone
        if before.co_freevars == after.co_freevars:  # or its closures could not have the other code
            yield before, after
        yield from _changes(before, after)


def _nested(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if isinstance(each, CodeType)]


class _Finder(MetaPathFinder):
    def __init__(self, name: str, code: CodeType) -> None:
        self._name = name
        self._code = code

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
