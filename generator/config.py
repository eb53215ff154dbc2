"""What to generate: one package by its options, or all that `pyproject.toml` declares.

`[tool.flinkjobs.generate]` names the specification of each package. Another package is another
line there; nothing else in the generator knows how many there are. `[tool.flinkjobs.reference]`
names the folder of a package's reference, where it has one.
"""

import keyword
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

__all__ = ["Work", "package_name", "plan"]

_DECLARED = Path(__file__).parent.parent / "pyproject.toml"
_DEPENDENCIES = frozenset({"aiohttp", "msgspec", "rich", "urllib3"})


class Work(NamedTuple):
    """A package to make, and its reference: from which specification, and where they are to lie."""

    spec: Path
    package: str
    out: Path
    docs: Path | None = None

    @property
    def places(self) -> list[Path]:
        """Where each tree lies: the package, and the reference where there is one."""
        return [self.out, self.docs] if self.docs else [self.out]


def plan(
    spec: Path | None,
    package: str | None,
    out: Path | None,
    into: Path | None,
    docs: Path | None = None,
) -> list[Work]:
    """Say what to make: all that is declared, unless an option says which one is meant.

    What is not given is taken from the declaration; of the package, the first one's name. Whoever
    says where packages are to lie says it of the reference as well, or gets none.
    Raises ValueError when a package is not declared and no specification is given.
    """
    declared, folder = _declared(), into or Path("generated")
    if not (spec or package or out):
        known = _references()
        places = {name: docs or (None if into else one) for name, one in known.items()}
        return [
            Work(Path(one), name, folder / name, places.get(name)) for name, one in declared.items()
        ]
    name = package or next(iter(declared))
    if spec is None and name not in declared:
        raise ValueError(f"{_DECLARED.name} declares no package {name}; give its --spec")
    return [Work(spec or Path(declared[name]), name, out or folder / name, docs)]


def _declared() -> dict[str, str]:
    """Read the packages and their specifications, in order."""
    return {package_name(name): str(spec) for name, spec in _settings()["generate"].items()}


def _references() -> dict[str, Path]:
    """Read which package has a reference, and where it lies."""
    return {name: Path(folder) for name, folder in _settings().get("reference", {}).items()}


def _settings() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = tomllib.loads(_DECLARED.read_text("utf-8"))["tool"][
        "flinkjobs"
    ]
    return found


def package_name(name: str) -> str:
    """Give a package's name as it is; ValueError when no package can have it."""
    plain = name.isidentifier() and name.isascii() and name == name.lower()
    if not plain or keyword.iskeyword(name):
        raise ValueError("must be a lower-case Python identifier")
    if name in sys.stdlib_module_names or name in _DEPENDENCIES:
        raise ValueError(f"{name!r} is a module that the package itself imports")
    return name
