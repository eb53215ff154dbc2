"""Answers that real clusters gave, Flink 2.3.0 and 1.20.5, by the name of the job."""

import json
from pathlib import Path
from typing import Any

__all__ = ["VERSIONS", "cluster_answer", "job_answer", "names", "read"]

FOLDER = Path(__file__).parent / "recorded"
VERSIONS = ("2.3.0", "1.20.5")


def read(path: Path) -> Any:
    """Read one answer."""
    return json.loads(path.read_text("utf-8"))


def cluster_answer(version: str, name: str) -> Any:
    """Give an answer about a cluster."""
    return read(FOLDER / version / f"{name}.json")


def job_answer(version: str, job: str, name: str) -> Any:
    """Give an answer about a job."""
    return read(FOLDER / version / "jobs" / job / f"{name}.json")


def names(version: str) -> list[str]:
    """Give the names of jobs of which everything was recorded."""
    folders = (FOLDER / version / "jobs").iterdir()
    return sorted(one.name for one in folders if (one / "config.json").exists())
