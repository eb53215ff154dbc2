"""Programs of npm packages, installed from a committed lock into the virtual environment, once."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

__all__ = ["QUIET_REDOCLY", "installed_programs", "required_programs"]

_LOCK = "package-lock.json"
QUIET_REDOCLY = {
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "NO_COLOR": "1",
}
"""Variables with which Redocly CLI calls nobody and prints text alone."""


def required_programs(folder: Path) -> Path:
    """Return the folder of installed programs, or skip the test where npm is missing; in CI, fail."""
    if shutil.which("npm") is None:
        missing = "npm is not there; install Node 20 or newer"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return installed_programs(folder)


def installed_programs(folder: Path) -> Path:
    """Install the packages that the lock in a folder names, unless they are; return their programs' folder.

    Of several processes, the later ones wait until the first one has installed them.
    """
    target = Path(sys.prefix) / "node" / folder.name
    target.parent.mkdir(exist_ok=True)
    with target.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        return _installed(folder, target)


def _installed(folder: Path, target: Path) -> Path:
    lock = (folder / _LOCK).read_bytes()
    done = target / _LOCK
    programs = target / "node_modules" / ".bin"
    if done.exists() and done.read_bytes() == lock:
        return programs
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not there; install Node 20 or newer")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    shutil.copy(folder / "package.json", target)
    done.write_bytes(lock)
    options = ("--silent", "--no-fund", "--no-audit", "--ignore-scripts")
    try:
        subprocess.run([npm, "ci", *options], cwd=target, check=True)
    except subprocess.CalledProcessError:
        done.unlink()
        raise SystemExit(f"npm could not install the packages of {folder / _LOCK}") from None
    return programs
