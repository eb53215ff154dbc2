"""Diagnostics of a specification: what is wrong, in which file and line, and how to correct it.

Stages yield or raise diagnostics; printing them and choosing the exit status is up to the command
line.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

__all__ = ["Diagnostic", "SpecificationError", "quote", "shown"]

_LONGEST_QUOTE = 80


class Diagnostic(NamedTuple):
    """One fault of a specification, with its location and remedy.

    It has a pointer in place of the line where there is no line, or where all of the file is one.
    """

    path: str
    line: int | None
    pointer: str
    subject: str | None
    message: str
    remedy: str
    column: int | None = None

    def __str__(self) -> str:
        location = f"#{self.pointer}" if self.pointer else ""
        if self.line:
            location = f":{self.line}" + (f":{self.column}" if self.column else "")
        subject = f"{self.subject}: " if self.subject else ""
        return _escape(f"{self.path}{location}: {subject}{self.message}; {self.remedy}")


class SpecificationError(Exception):
    """A specification from which nothing can be generated, with all its diagnostics."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics), key=_sort_key))
        super().__init__("\n".join(map(str, self.diagnostics)))


def quote(name: str) -> str:
    """Quote a name for a message, shortened when nobody would read all of it."""
    return f'"{name if len(name) <= _LONGEST_QUOTE else name[: _LONGEST_QUOTE - 1] + "…"}"'


def shown(path: Path) -> str:
    """Write a path as its user would: relative to the working directory when it is below it."""
    absolute = path.absolute()
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else path).as_posix()


def _sort_key(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    line, column = diagnostic.line or 0, diagnostic.column or 0
    return diagnostic.path, line, column, diagnostic.pointer, diagnostic.message


def _escape(text: str) -> str:
    """Escape characters that would break the line or command the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
