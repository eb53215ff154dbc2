"""The latest run on each database, stored as JSON, the source of docs/reliability.md."""

from pathlib import Path

import msgspec

from .results import Run

__all__ = ["read_runs", "save_run"]

FILE = Path(__file__).parent / "recorded_runs.json"


def read_runs(file: Path = FILE) -> dict[str, Run]:
    """Read the latest run on each database, by its name."""
    if not file.exists():
        return {}
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Run])


def save_run(run: Run, file: Path = FILE) -> None:
    """Store a run in place of the earlier one on the same database."""
    runs = {**read_runs(file), run.database: run}
    file.write_bytes(msgspec.json.format(msgspec.json.encode(runs), indent=1) + b"\n")
