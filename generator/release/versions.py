"""The version of a release, and the files that state it."""

import re
import subprocess
from pathlib import Path

from .. import __version__

__all__ = ["number", "parse_version", "refuse_older", "write_version"]

# The pattern to replace, by file. The generator writes its version into the packages that it makes;
# the target and the contract tests are handwritten packages, and require the same release of them.
_PATTERNS = {
    Path("generator/__init__.py"): r'(?<=__version__ = ")[^"]+',
    Path("tests/contract/pyproject.toml"): r'(?<=^version = ")[^"]+|(?<="flinkjobs-target==)[^"]+',
    Path("target/pyproject.toml"): r'(?<=^version = ")[^"]+|(?<=^    "flink(?:jobs|rest)==)[^"]+',
}


def parse_version(text: str) -> str:
    """Return a version as it is; raise ValueError for any other text."""
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", text, re.ASCII):
        raise ValueError(f'VERSION is three numbers, such as 1.2.3, not "{text}"')
    return text


def number(text: str) -> tuple[int, ...]:
    """Return the numbers of a version, for comparison."""
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
    """Return the commit of a name; empty where there is none, or no git."""
    command = ["git", "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}"]
    try:
        completed = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return completed.stdout.strip() if completed.returncode == 0 else ""


def write_version(name: str) -> None:
    """Write a version to each file that states it."""
    for path, pattern in _PATTERNS.items():
        text = path.read_text("utf-8")
        path.write_text(re.sub(pattern, name, text, flags=re.MULTILINE), "utf-8")
