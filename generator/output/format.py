"""Formatter of emitted modules, with ruff: unused imports are removed, the others sorted."""

import subprocess
from pathlib import Path

from ruff import find_ruff_bin

__all__ = ["format_tree"]

_RULES = "F401,I"
_SETTINGS = ("--line-length", "100", "--target-version", "py311", "--isolated", "--no-cache")


def format_tree(root: Path, package: str) -> None:
    """Format every module below a folder in place; raise RuntimeError when ruff cannot read one."""
    first_party = f'lint.isort.known-first-party=["{package}"]'
    _ruff(
        "check",
        "--fix-only",
        "--unsafe-fixes",
        "--select",
        _RULES,
        "--config",
        first_party,
        *_SETTINGS,
        str(root),
    )
    _ruff("format", *_SETTINGS, str(root))


def _ruff(*arguments: str) -> None:
    completed = subprocess.run(
        [find_ruff_bin(), *arguments], capture_output=True, text=True, check=False
    )
    if completed.returncode != 0:
        raise RuntimeError(
            f"ruff could not format the emitted modules:\n{completed.stderr or completed.stdout}"
        )
