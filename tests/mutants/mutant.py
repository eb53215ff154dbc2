"""A mutant: one small fault of the target, as a text of its source and what stands in its place."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

__all__ = ["FAULTS", "Mutant", "MutantError", "load_mutants", "source_of"]

FAULTS = Path(__file__).parent / "faults"


class MutantError(Exception):
    """A mutant that cannot be made; the text says which, why, and what to do."""


@dataclass(frozen=True)
class Mutant:
    """One fault of one module: its topic is the file that describes it."""

    topic: str
    name: str
    module: str
    old: str
    new: str

    def applied(self, source: str) -> str:
        """Give a source with the fault; raise MutantError unless its text is there exactly once."""
        found = source.count(self.old)
        if found != 1:
            raise MutantError(
                f"{self.topic}.toml: {self.name!r}: {self.module} has the text {self.old!r} "
                f"{found} times, not once; write the mutant anew for the source as it is"
            )
        return source.replace(self.old, self.new)


def load_mutants(folder: Path = FAULTS) -> list[Mutant]:
    """Read the mutants of all topics; raise MutantError when two have one name."""
    mutants = [one for path in sorted(folder.glob("*.toml")) for one in _read(path)]
    names = [one.name for one in mutants]
    if doubles := sorted({name for name in names if names.count(name) > 1}):
        raise MutantError(f"{folder.name}: two mutants are called {', '.join(doubles)}; rename one")
    return mutants


def source_of(module: str) -> Path:
    """Find the file of a module without importing it or what it lies in."""
    package, *rest = module.split(".")
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise MutantError(f"there is no package {package}")
    path = Path(found.submodule_search_locations[0], *rest)
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _read(path: Path) -> Iterator[Mutant]:
    for module, faults in tomllib.loads(path.read_text("utf-8")).items():
        for name, (old, new) in faults.items():
            yield Mutant(path.stem, name, module, _lines(old), _lines(new))


def _lines(text: str) -> str:
    """Break a text into lines where a file of faults, which has one line for each, marks it."""
    return text.replace("⏎", "\n")
