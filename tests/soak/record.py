"""The figures of the latest runs, kept as JSON, from which docs/reliability.md is written."""

from pathlib import Path

import msgspec

from .results import Run

__all__ = ["read_runs", "record"]

FILE = Path(__file__).parent / "record.json"


def read_runs(file: Path = FILE) -> dict[str, Run]:
    """Read the latest run on each kind of database, by its name."""
    if not file.exists():
        return {}
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Run])


def record(run: Run, file: Path = FILE) -> None:
    """Keep what a run found, in place of the one before on this kind of database."""
    runs = {**read_runs(file), run.database: run}
    file.write_bytes(msgspec.json.format(msgspec.json.encode(runs), indent=1) + b"\n")
