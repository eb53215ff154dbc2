"""`survivors.toml`: the generated mutants that no test can kill, by module, each with the reason."""

import tomllib
from pathlib import Path

__all__ = ["SURVIVORS", "read_survivors"]

SURVIVORS = Path(__file__).with_name("survivors.toml")


def read_survivors(path: Path = SURVIVORS) -> dict[str, dict[str, str]]:
    """Return the reason of each survivor by its key, by the path of its module."""
    return tomllib.loads(path.read_text("utf-8"))
