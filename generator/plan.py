"""What to generate: one package by its options, or all that `pyproject.toml` declares.

`[tool.flinkjobs.generate]` names the specification of each package. Another package is another
line there; nothing else in the generator knows how many there are.
"""

import keyword
import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Work", "package_name", "plan"]

_DECLARED = Path(__file__).parent.parent / "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Work:
    """A package to make: from which specification, and in which folder it is to lie."""

    spec: Path
    package: str
    out: Path


def plan(spec: Path | None, package: str | None, out: Path | None, into: Path) -> list[Work]:
    """Say what to make: all that is declared, unless an option says which one is meant.

    What is not given is taken from the declaration; of the package, the first one's name.
    Raises ValueError when a package is not declared and no specification is given.
    """
    declared = _declared()
    if not (spec or package or out):
        return [Work(Path(one), name, into / name) for name, one in declared.items()]
    name = package or next(iter(declared))
    if spec is None and name not in declared:
        raise ValueError(f"{_DECLARED.name} declares no package {name}; give its --spec")
    return [Work(spec or Path(declared[name]), name, out or into / name)]


def _declared() -> dict[str, str]:
    """Read the packages and their specifications, in order."""
    tools = tomllib.loads(_DECLARED.read_text("utf-8"))["tool"]
    return {package_name(name): str(spec) for name, spec in tools["flinkjobs"]["generate"].items()}


def package_name(name: str) -> str:
    """Give a package's name as it is; ValueError when no package can have it."""
    plain = name.isidentifier() and name.isascii() and name == name.lower()
    if not plain or keyword.iskeyword(name):
        raise ValueError("must be a lower-case Python identifier")
    return name
