"""Figures in README.md, each between two marks, written by the command that measured it."""

import datetime
import os
import platform
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]

__all__ = ["machine", "write"]

README = ROOT / "README.md"


def write(mark: str, text: str) -> None:
    """Put a text between `<!-- mark -->` and `<!-- /mark -->`."""
    pattern = re.compile(rf"(<!-- {mark} -->).*?(<!-- /{mark} -->)", re.DOTALL)
    before = README.read_text("utf-8")
    after, found = pattern.subn(lambda marks: f"{marks[1]}{text}{marks[2]}", before)
    if found != 1:
        raise ValueError(f"README.md has the mark {mark} {found} times, not once")
    README.write_text(after, "utf-8")


def machine() -> str:
    """Return date and machine of a measurement."""
    today = datetime.datetime.now(datetime.UTC).date()
    return f"{today}, {os.cpu_count()} cores, Python {platform.python_version()}"
