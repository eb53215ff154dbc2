"""A target under load for a short while: what `make soak` does for an hour."""

import os
from pathlib import Path

import pytest

from ..target.postgresql import find_binaries
from .plan import Plan
from .record import read_runs, record
from .running import run_all
from .side import DATABASES


def test_a_target_under_load_answers_as_it_must_and_loses_nothing(tmp_path: Path) -> None:
    """On each kind of database, with writers, restarts, changed keys and backups."""
    databases = DATABASES if find_binaries() else DATABASES[:1]
    if os.environ.get("CI") and len(databases) < len(DATABASES):
        pytest.fail("there is no PostgreSQL server on this machine")
    runs = run_all(Plan.short(seconds=8, rate=40), databases)

    for run in runs:
        record(run, tmp_path / "record.json")
        assert [] == [check.text for check in run.checks if not check.holds], run.messages
        assert run.done["rounds of keys"] >= 1
        assert run.done["batches written"] >= 1
    assert all(run.refused_away for run in runs[1:])
    assert {run.database: run for run in runs} == read_runs(tmp_path / "record.json")
