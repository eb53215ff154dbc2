"""The record of benchmarks: the latest run, and the ratios of earlier ones."""

from pathlib import Path

import pytest

from .record import read_runs, record
from .report import _range
from .results import Benchmark, Comparison, compare

BENCHMARK = Benchmark("call", "a call", lambda: ())


def comparison(theirs: float, peer: str = "the peer") -> Comparison:
    """Return one that is to be at least twice as fast."""
    return compare("label", 1.0, theirs, at_least=2.0, peer=peer)


def test_the_range_of_a_ratio_is_that_of_recorded_runs(tmp_path: Path) -> None:
    """A limit that did not hold once does not hold."""
    file = tmp_path / "record.json"
    for theirs in (2.5, 1.9, 2.2):
        record(BENCHMARK, [comparison(theirs)], 0.5, file)

    run = read_runs(file)["call"]
    [latest] = run.findings

    assert isinstance(latest, Comparison)
    assert list(run.ratios(latest)) == [2.5, 1.9, 2.2]
    assert latest.holds
    assert not run.holds(latest)


def test_only_the_latest_runs_are_kept(tmp_path: Path) -> None:
    """Five of them: the code of older ones was another."""
    file = tmp_path / "record.json"
    for theirs in range(3, 13):
        record(BENCHMARK, [comparison(theirs)], 0.5, file)

    run = read_runs(file)["call"]
    [latest] = run.findings

    assert isinstance(latest, Comparison)
    assert list(run.ratios(latest)) == [8, 9, 10, 11, 12]


def test_another_peer_begins_a_range_of_its_own(tmp_path: Path) -> None:
    """Its ratios are not those of the former one."""
    file = tmp_path / "record.json"
    record(BENCHMARK, [comparison(9.0)], 0.5, file)
    record(BENCHMARK, [comparison(3.0, peer="another")], 0.5, file)

    run = read_runs(file)["call"]
    [latest] = run.findings

    assert isinstance(latest, Comparison)
    assert list(run.ratios(latest)) == [3.0]


@pytest.mark.parametrize(
    ("ratios", "text"), [([2.5], "2.5"), ([2.51, 2.49], "2.5"), ([2.6, 2.4, 2.5], "2.4 to 2.6")]
)
def test_a_range_is_readable(ratios: list[float], text: str) -> None:
    """One number where least and greatest look the same."""
    assert _range(ratios, 1) == text
