"""The page about performance says what its record says."""

from pathlib import Path

import pytest

from ..harness.bench import report
from ..harness.bench.record import read_runs
from ..harness.bench.results import Comparison, Curve, compare, shown

ROOT = Path(__file__).parents[2]


def test_page_follows_its_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/performance.md, its plots and the README's table are those of the recorded figures."""
    readme = tmp_path / "README.md"
    readme.write_text((ROOT / "README.md").read_text("utf-8"), "utf-8")
    for name, path in (
        ("DOCUMENT", "performance.md"),
        ("PLOTS", "images"),
        ("README", "README.md"),
    ):
        monkeypatch.setattr(report, name, tmp_path / path)
    report.write_documents()
    written = {path.name: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    kept = {
        "performance.md": (ROOT / "docs" / "performance.md").read_bytes(),
        "README.md": (ROOT / "README.md").read_bytes(),
        **{
            path.name: path.read_bytes() for path in (ROOT / "docs/images").glob("performance*.svg")
        },
    }

    assert kept == written


def test_every_figure_was_measured() -> None:
    """The record holds no figure of nothing: all are above zero, and each plot has its points."""
    findings = [finding for run in read_runs().values() for finding in run.findings]
    comparisons = [finding for finding in findings if isinstance(finding, Comparison)]
    curves = [finding for finding in findings if isinstance(finding, Curve)]

    assert comparisons and curves
    assert all(comparison.ours > 0 and comparison.theirs > 0 for comparison in comparisons)
    assert all(len(values) == len(curve.at) for curve in curves for values in curve.series.values())


def test_limits_have_a_direction() -> None:
    """At least twice as fast does not hold for the same time, at most twice as slow does."""
    assert not compare("w", 1.0, 1.0, at_least=2, peer="p").holds
    assert compare("w", 1.0, 1.0, at_most=2, peer="p").holds


@pytest.mark.parametrize(
    ("figure", "text"), [(0.00026, "260 µs"), (1.5, "1.5 s"), (0.0, "0 µs"), (0.0625, "62.5 ms")]
)
def test_times_are_readable(figure: float, text: str) -> None:
    """A time is shown in the unit that leaves few digits."""
    assert text == shown(figure, "seconds")
