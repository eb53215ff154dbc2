"""The page about reliability says what its record says."""

from pathlib import Path

import pytest

from ..harness.soak import report
from ..harness.soak.load import REQUEST_WEIGHTS, request_name
from ..harness.soak.recorded_runs import read_runs
from ..harness.soak.soak_run import DATABASES
from ..survival_record import read_survival_runs

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


def test_jobs_on_flink_survived_attacks() -> None:
    """A hundred kills of targets on a fake cluster, ten on a real one, twenty of a deploy; no row lost or doubled."""
    runs = {(run.title, run.cluster.partition(",")[0]): run.facts for run in read_survival_runs()}

    assert runs["target killed", "fake Flink"]["kills planned"] >= 100
    assert runs["target killed", "Flink 2.3.0"]["kills that hit"] >= 10
    assert runs["two targets, one killed", "Flink 2.3.0"]["kills that hit"] >= 3
    restored = runs["state restored", "Flink 2.3.0"]
    assert restored["redeploys"] == 5
    assert (restored["rows missing"], restored["rows twice"]) == (0, 0)
    deployed = runs["deploy killed", "Flink 2.3.0"]
    assert deployed["kills planned"] == deployed["jobs"] - 2 == 20
    assert (deployed["rows missing"], deployed["rows twice"]) == (0, 0)
