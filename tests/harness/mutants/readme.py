"""Figures in the documents, each between two marks, written by the command that measured it."""

import datetime
import os
import platform
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]

__all__ = ["machine", "write"]

DOCUMENTS = tuple(
    ROOT / path
    for path in (
        "README.md",
        "tests/contract/README.md",
        "tests/harness/generated_mutants/README.md",
    )
)


def write(mark: str, text: str) -> None:
    """Put a text between `<!-- mark -->` and `<!-- /mark -->`, in each document that has these."""
    pattern = re.compile(rf"(<!-- {mark} -->).*?(<!-- /{mark} -->)", re.DOTALL)
    found = 0
    for document in DOCUMENTS:
        after, count = pattern.subn(
            lambda marks: f"{marks[1]}{text}{marks[2]}", document.read_text("utf-8")
        )
        if count:
            document.write_text(after, "utf-8")
        found += count
    if not found:
        names = " and ".join(str(document.relative_to(ROOT)) for document in DOCUMENTS)
        raise ValueError(f"{names} have no mark {mark}; add it where the figure belongs")


def machine() -> str:
    """Return date and machine of a measurement."""
    today = datetime.datetime.now(datetime.UTC).date()
    return f"{today}, {os.cpu_count()} cores, Python {platform.python_version()}"
