"""Configuration: the packages to generate, from options or from `pyproject.toml`.

Outside of the repository, this is the file in the working directory, if there is one.
`[tool.flinkjobs.generate]` names the specification of each package. Another package is another
line there; nothing else in the generator knows how many there are. `[tool.flinkjobs.reference]`
names the folder of a package's reference, and `[tool.flinkjobs.workflows]` the Arazzo document of its
workflows, where it has one.
"""

import keyword
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

from .naming import snake
from .repository import IS_INSTALLED
from .reserved_names import PACKAGES

__all__ = ["Target", "package_name", "targets"]

_PYPROJECT = (
    Path("pyproject.toml") if IS_INSTALLED else Path(__file__).parents[1] / "pyproject.toml"
)


class Target(NamedTuple):
    """A package to generate: its specification, its folder, the folder of its reference, and the
    document of its workflows."""

    spec: Path
    package: str
    out: Path
    docs: Path | None = None
    workflows: Path | None = None

    @property
    def folders(self) -> list[Path]:
        """The folder of each tree: the package, and the reference where there is one."""
        return [self.out, self.docs] if self.docs else [self.out]


def targets(
    spec: Path | None,
    package: str | None,
    out: Path | None,
    into: Path | None,
    docs: Path | None = None,
    workflows: Path | None = None,
) -> list[Target]:
    """Return the packages to generate: all that are declared, unless an option chooses one.

    A missing option is taken from the declaration; for the package, the name of the first one, or where none is
    declared the title of the specification.
    With `into`, a reference is generated only with `docs`.
    Raises ValueError when a package is not declared and no specification is given.
    """
    declared, parent = _declared_packages(), into or Path("generated")
    documents = _paths("workflows")
    if not (spec or package or out):
        references = {
            name: docs or (None if into else folder) for name, folder in _paths("reference").items()
        }
        if not declared:
            raise ValueError("give the specification: --spec openapi.yaml --out FOLDER")
        return [
            Target(Path(path), name, parent / name, references.get(name), documents.get(name))
            for name, path in declared.items()
        ]
    name = package or next(iter(declared), None) or _titled(spec)
    if spec is None and name not in declared:
        raise ValueError(f"{_PYPROJECT.name} declares no package {name}; give its --spec")
    declared_document = documents.get(name) if spec is None else None
    document = workflows or declared_document
    return [Target(spec or Path(declared[name]), name, out or parent / name, docs, document)]


def _titled(specification: Path | None) -> str:
    """Return the name of a package by the title of its specification; raise ValueError where none can be."""
    if specification is None:
        raise ValueError("give the specification: --spec openapi.yaml --out FOLDER")
    from .openapi.source import load

    info = load(specification).document.get("info")
    title = info.get("title") if isinstance(info, dict) else None
    try:
        return package_name(snake(title if isinstance(title, str) else "").rstrip("_"))
    except ValueError as error:
        raise ValueError(
            f"no package can be called by the title {title!r}: it {error}; give --package NAME"
        ) from None


def _declared_packages() -> dict[str, str]:
    """Read the declared packages and their specifications, in order."""
    return {package_name(name): str(spec) for name, spec in _settings().get("generate", {}).items()}


def _paths(kind: str) -> dict[str, Path]:
    """Read what is declared of a kind, by package: the folders of references, or documents of workflows."""
    return {name: Path(path) for name, path in _settings().get(kind, {}).items()}


def _settings() -> dict[str, dict[str, str]]:
    if not _PYPROJECT.is_file():
        return {}
    document = tomllib.loads(_PYPROJECT.read_text("utf-8"))
    settings: dict[str, dict[str, str]] = document.get("tool", {}).get("flinkjobs", {})
    return settings


def package_name(name: str) -> str:
    """Return a package's name as it is; raise ValueError when no package can have it."""
    plain = name.isidentifier() and name.isascii() and name == name.lower()
    if not plain or keyword.iskeyword(name):
        raise ValueError("must be a lower-case Python identifier")
    if name in sys.stdlib_module_names or name in PACKAGES:
        raise ValueError(f"{name!r} is a module that the package itself imports")
    return name
