"""The environment of a measurement: the machine, and the releases that took part."""

import os
import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["describe_machine", "describe_versions"]

_TAKING_PART = (
    "flinkjobs",
    "msgspec",
    "urllib3",
    "aiohttp",
    "granian",
    "psycopg",
    "orjson",
    "alibabacloud-ververica20220718",
    "alibabacloud-tea-openapi",
    "openapi-python-client",
)


def describe_machine() -> str:
    """Describe this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores of {_processor()}, {memory:.0f} GiB, {platform.system()}"


def describe_versions() -> str:
    """Name the release of everything that takes part in a measurement."""
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    for name in _TAKING_PART:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return ", ".join(f"{name} {release}" for name, release in found.items())


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
