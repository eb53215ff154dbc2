"""The page about reliability says what its record says."""

from pathlib import Path

import pytest

from ..harness.soak import report
from ..harness.soak.load import REQUEST_WEIGHTS, request_name
from ..harness.soak.recorded_runs import read_runs
from ..harness.soak.soak_run import DATABASES

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"


def test_page_follows_its_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/reliability.md is that of the recorded runs."""
    monkeypatch.setattr(report, "DOCUMENT", tmp_path / "reliability.md")
    report.write_document()

    assert report.DOCUMENT.read_text("utf-8") == PAGE.read_text("utf-8")


def test_every_database_was_put_under_load() -> None:
    """A recorded run lasted minutes at least, and sent every kind of request."""
    runs = read_runs()

    assert set(DATABASES) == runs.keys()
    for run in runs.values():
        assert run.seconds >= 3 * 60
        assert {request_name(request) for request in REQUEST_WEIGHTS} == run.requests.keys()
        assert run.latency.requests > 0.8 * run.rate * (run.seconds - run.outage_seconds)
