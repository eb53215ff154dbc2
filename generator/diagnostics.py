"""What is wrong with a specification, in the words that its author reads.

Who finds a problem says where it is and what to do; printing and the exit status are the command
line's.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

__all__ = ["Problem", "SpecificationError", "quote", "shown"]

_LONGEST_QUOTE = 80


class Problem(NamedTuple):
    """One thing that is wrong, where it is, and how to mend it."""

    path: str
    line: int | None
    pointer: str
    subject: str | None
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f":{self.line}" if self.line else f"#{self.pointer}" if self.pointer else ""
        subject = f"{self.subject}: " if self.subject else ""
        return _printable(f"{self.path}{place}: {subject}{self.what}; {self.remedy}")


class SpecificationError(Exception):
    """A specification that nothing is generated from, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=_place))
        super().__init__("\n".join(map(str, self.problems)))


def quote(name: str) -> str:
    """Quote a name for a message, shortened when nobody would read all of it."""
    return f'"{name if len(name) <= _LONGEST_QUOTE else name[: _LONGEST_QUOTE - 1] + "…"}"'


def shown(path: Path) -> str:
    """Spell a path as its user would: from the working directory when it is below it."""
    absolute = path.absolute()
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else path).as_posix()


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.path, problem.line or 0, problem.pointer, problem.what


def _printable(text: str) -> str:
    """Escape what would break the line or command the terminal; names come from strangers."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
