"""Recorded versions of a contract: one file each, in a folder beside it.

Those of `spec/openapi.yaml` are `spec/history/openapi/VERSION.yaml`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..diagnostics import SpecificationError, quote
from ..openapi.bundle import bundle
from ..openapi.source import Source, load
from ..output.manifest import history_files, history_folder
from ..rules import check
from .change import Change
from .documents import compare

__all__ = [
    "Comparison",
    "Version",
    "changes_since_last",
    "read_version",
    "recorded",
    "version_of",
]


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A version of the contract, with its number split for comparing."""

    number: tuple[int, int, int]
    source: Source

    @property
    def name(self) -> str:
        """The number as it is written."""
        return ".".join(map(str, self.number))


class Comparison(NamedTuple):
    """A former version, such as the last recorded one, the contract as it is now, and their changes."""

    last: Version
    now: Version
    changes: tuple[Change, ...]


def recorded(specification: Path) -> tuple[Version, ...]:
    """Read the recorded versions, oldest first."""
    paths = history_files(specification)
    versions = [read_version(path, recorded=True) for path in paths]
    for version in versions:
        if version.source.path.stem != version.name:
            raise _wrong(version.source, f"the file is called {version.source.path.name}")
    return tuple(sorted(versions, key=lambda version: version.number))


def changes_since_last(specification: Path) -> Comparison:
    """Return the last recorded version, the contract as it is now, and their changes.

    Raises FileNotFoundError where no version is recorded.
    """
    now, versions = read_version(specification), recorded(specification)
    if not versions:
        folder = history_folder(specification)
        raise FileNotFoundError(f"{folder} holds no version to compare with; copy one there")
    last = versions[-1]
    return Comparison(last, now, compare(last.source.document, now.source.document))


def read_version(path: Path, *, recorded: bool = False) -> Version:
    """Read a contract with its version; a recorded one need not follow the rules of today."""
    source = bundle(load(path), lambda _: None)
    if diagnostics := check(source, recorded=recorded):
        raise SpecificationError(diagnostics)
    return version_of(source)


def version_of(source: Source) -> Version:
    """Read the version that a contract states: three numbers."""
    info = source.document.get("info")
    stated = info.get("version") if isinstance(info, dict) else None
    parts = str(stated).split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise _wrong(source, f"the contract states no version such as 1.2.3: {quote(str(stated))}")
    major, minor, patch = map(int, parts)
    return Version((major, minor, patch), source)


def _wrong(source: Source, message: str) -> SpecificationError:
    remedy = "give the file and info.version the same three numbers"
    return SpecificationError([source.diagnostic(("info", "version"), message, remedy)])
