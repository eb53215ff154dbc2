"""The version that all that is released carries, and the places where it is written."""

import re
import subprocess
from pathlib import Path

from .. import __version__

__all__ = ["number", "refuse_older", "version", "write_version"]

# What is replaced in which file. The generator states the version, and takes it to the packages
# that it makes; the target is a package by hand, and fits no other release of them.
_PLACES = {
    Path("generator/__init__.py"): r'(?<=__version__ = ")[^"]+',
    Path("target/pyproject.toml"): r'(?<=^version = ")[^"]+|(?<=^    "flink(?:jobs|rest)==)[^"]+',
}


def version(text: str) -> str:
    """Read a version, or raise ValueError."""
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", text, re.ASCII):
        raise ValueError(f'VERSION is three numbers, such as 1.2.3, not "{text}"')
    return text


def number(text: str) -> tuple[int, ...]:
    """Give a version's numbers, for comparing."""
    return tuple(map(int, text.split(".")))


def refuse_older(name: str) -> None:
    """Raise ValueError for a version below the present one, or tagged on another commit."""
    if number(name) < number(__version__):
        raise ValueError(
            f"VERSION {name} is below {__version__}, which it is now; take a higher one"
        )
    tagged = _commit(f"refs/tags/v{name}")
    if tagged and tagged != _commit("HEAD"):
        raise ValueError(f"VERSION {name} was released: there is a tag v{name}; take a higher one")


def _commit(name: str) -> str:
    """Give the commit that a name stands for; nothing where there is none, or no git."""
    command = ["git", "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def write_version(name: str) -> None:
    """Write a version to each of its places."""
    for path, pattern in _PLACES.items():
        text = path.read_text("utf-8")
        path.write_text(re.sub(pattern, name, text, flags=re.MULTILINE), "utf-8")
