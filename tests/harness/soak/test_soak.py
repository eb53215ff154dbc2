"""A run of some seconds of what `make soak` does for an hour."""

import os
from pathlib import Path

import pytest

from ...target.postgresql import find_binaries
from .parallel_runs import run_databases
from .plan import Plan
from .recorded_runs import read_runs, save_run
from .soak_run import DATABASES


def test_all_checks_hold_under_load(tmp_path: Path) -> None:
    """Targets on all databases, with writes, restarts, key changes and backups."""
    databases = DATABASES if find_binaries() else DATABASES[:1]
    if os.environ.get("CI") and len(databases) < len(DATABASES):
        pytest.fail("PostgreSQL is not installed")
    runs = run_databases(Plan.short(seconds=8, rate=40), databases)

    for run in runs:
        save_run(run, tmp_path / "recorded_runs.json")
        assert [check.summary for check in run.checks if not check.holds] == [], run.errors
        assert run.events["key changes"] >= 1
        assert run.events["batches written"] >= 1
    assert all(run.refused_in_outage for run in runs[1:])
    assert read_runs(tmp_path / "recorded_runs.json") == {run.database: run for run in runs}
