"""A night of fuzzing is spread over runs, and tells what came of all of them."""

import re

import pytest

from tests.contract.nightly import main


def test_a_night_is_the_sum_of_its_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Every run has a seed of its own, which is printed, and the requests of all are counted."""
    code = main(["--examples", "4", "--shares", "2", "--seed", "7"])
    printed = capsys.readouterr().out

    assert code == 0
    runs = re.findall(r"^seed (\d+) +([\d,]+) requests  passes$", printed, re.MULTILINE)
    assert [seed for seed, _ in runs] == ["7", "8"]
    total = sum(int(requests.replace(",", "")) for _, requests in runs)
    assert re.search(
        rf"^{total:,} requests in \d+ minutes, 0 answered with 5xx; 2 of 2 runs",
        printed,
        re.MULTILINE,
    )


def test_a_night_without_a_target_fails(capsys: pytest.CaptureFixture[str]) -> None:
    """A run that could not begin is no run that found nothing, and says why."""
    code = main(["--target", "nowhere", "--examples", "1", "--shares", "1"])

    assert code == 1
    assert "TARGET must be 'local' or a URL" in capsys.readouterr().out
