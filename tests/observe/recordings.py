"""Recorded responses of real clusters, Flink 2.3.0 and 1.20.5, by job name."""

import json
from pathlib import Path
from typing import Any

__all__ = ["VERSIONS", "cluster_response", "job_response", "names", "read"]

FOLDER = Path(__file__).parent / "recorded"
VERSIONS = ("2.3.0", "1.20.5")


def read(path: Path) -> Any:
    """Read one response."""
    return json.loads(path.read_text("utf-8"))


def cluster_response(version: str, name: str) -> Any:
    """Return a response about a cluster."""
    return read(FOLDER / version / f"{name}.json")


def job_response(version: str, job: str, name: str) -> Any:
    """Return a response about a job."""
    return read(FOLDER / version / "jobs" / job / f"{name}.json")


def names(version: str) -> list[str]:
    """Return the names of jobs of which all responses were recorded."""
    folders = (FOLDER / version / "jobs").iterdir()
    return sorted(folder.name for folder in folders if (folder / "config.json").exists())
