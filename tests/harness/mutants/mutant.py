"""A mutant: one small fault of the target, as a pattern of its syntax and a replacement."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .pattern import PatternError
from .rewriting import bind, find_symbol, replace_syntax, replace_text

__all__ = ["FAULTS", "Mutant", "MutantError", "load_mutants", "source_of"]

FAULTS = Path(__file__).parent / "faults"
_WHERE = "where"


class MutantError(Exception):
    """A mutant that cannot be made; the text says which, why, and what to do."""


@dataclass(frozen=True)
class Mutant:
    """One fault of one symbol: its topic is the file that describes it.

    `symbol` is `module:qualified.name`, or a module alone. `find` and `replace` are patterns of
    syntax or, with `text`, parts of a string constant. `where` binds metavariables beforehand.
    """

    topic: str
    name: str
    symbol: str
    find: str
    replace: str
    where: tuple[str, ...] = ()
    text: bool = False

    @property
    def module(self) -> str:
        """Name of the module that has the fault."""
        return self.symbol.partition(":")[0]

    def applied(self, source: str) -> ast.Module:
        """Return the syntax tree of a module's source with the fault.

        Raise MutantError unless the symbol is there, and the pattern matches in it exactly once.
        """
        tree = ast.parse(source)
        _, _, qualname = self.symbol.partition(":")
        if not qualname:
            self._apply(tree)
        else:
            found = find_symbol(tree, qualname)
            if len(found) != 1:
                raise self._error(
                    f"has {len(found)} definitions, not one; write the symbol as it is called now"
                )
            body, index = found[0]
            scope = ast.Module([body[index]], [])
            self._apply(scope)
            body[index : index + 1] = scope.body
        return ast.fix_missing_locations(tree)

    def _apply(self, scope: ast.Module) -> None:
        replace = replace_text if self.text else replace_syntax
        try:
            count = replace(scope, self.find, self.replace, bind(scope, self.where))
        except PatternError as error:
            raise self._error(f"cannot be changed: {error}") from error
        if count != 1:
            raise self._error(
                f"has `{self.find}` {count} times, not once; write the pattern for the source as it is"
            )

    def _error(self, problem: str) -> MutantError:
        return MutantError(f"{self.topic}.toml: {self.name!r}: {self.symbol} {problem}")


def load_mutants(folder: Path = FAULTS) -> list[Mutant]:
    """Read the mutants of all topics; raise MutantError when two have one name."""
    mutants = [mutant for path in sorted(folder.glob("*.toml")) for mutant in _read(path)]
    names = [mutant.name for mutant in mutants]
    if doubles := sorted({name for name in names if names.count(name) > 1}):
        raise MutantError(f"{folder.name}: two mutants are called {', '.join(doubles)}; rename one")
    return mutants


def source_of(module: str) -> Path:
    """Return the file of a module without importing it or its package."""
    package, *rest = module.split(".")
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise MutantError(f"there is no package {package}")
    path = Path(found.submodule_search_locations[0], *rest)
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _read(path: Path) -> Iterator[Mutant]:
    for symbol, faults in tomllib.loads(path.read_text("utf-8")).items():
        where = tuple(faults.pop(_WHERE, ()))
        for name, change in faults.items():
            text = isinstance(change, dict)
            find, replace = change["text"] if text else change
            yield Mutant(path.stem, name, symbol, find, replace, where, text)
