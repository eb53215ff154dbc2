"""The command line as it is called: by its name from the wheel, as a module in the repository."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

__all__ = ["FOLDER", "IS_PACKAGED", "PROGRAM", "SPECIFICATION_FOLDER", "command_line"]

FOLDER = Path(__file__).parent
IS_PACKAGED = (FOLDER / "spec").exists()
PROGRAM = "flinkjobs-contract" if IS_PACKAGED else "python -m tests.contract"
SPECIFICATION_FOLDER = "spec"
"""The contract in the repository; the copy in the wheel has the same files and lines."""
_SETTINGS = ("WORKSPACE", "NAMESPACE", "DEPLOYMENT", "JOB", "RATE")


def command_line(
    *arguments: str | Path, environ: Mapping[str, str] = os.environ, settings: bool = True
) -> str:
    """Write a call of the program, with the settings of the environment that are no secrets."""
    stated = [f"{name}={shlex.quote(environ[name])}" for name in _SETTINGS if environ.get(name)]
    words = [shlex.quote(str(argument)) for argument in arguments]
    return " ".join([*(stated if settings else ()), PROGRAM, *words])
