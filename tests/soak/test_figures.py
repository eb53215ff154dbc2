"""What a run is judged by is right itself."""

import time
from collections.abc import Sequence

import pytest

from .growing import id_of, numbered_page
from .outages import Outages
from .results import Check, Latency
from .sampling import Sample, rise


def test_an_outage_excuses_what_meets_it() -> None:
    """Before it begins and after it has ended it excuses nothing; one without an end goes on."""
    outages = Outages(begun=[10.0, 30.0], ended=[20.0])

    assert [False, True, True, False, True] == [
        outages.touch(*times) for times in ((1, 9), (9, 11), (19, 25), (21, 29), (50, 60))
    ]
    assert 10 == outages.seconds


def test_an_outage_begins_and_ends_by_the_clock_of_requests() -> None:
    """What is sent after it has ended is not excused."""
    outages = Outages()
    outages.begin()
    outages.end()
    time.sleep(0.001)
    after = time.monotonic()

    assert not outages.touch(after, after + 1)


@pytest.mark.parametrize(
    ("total", "page", "size", "direction", "numbers"),
    [
        (25, 1, 10, "desc", range(24, 14, -1)),
        (25, 3, 10, "desc", range(4, -1, -1)),
        (25, 3, 10, "asc", range(20, 25)),
        (25, 4, 10, "asc", ()),
        (0, 1, 10, "desc", ()),
    ],
)
def test_pages_of_numbered_jobs(
    total: int, page: int, size: int, direction: str, numbers: Sequence[int]
) -> None:
    """The first page of a descending order begins with the last job."""
    assert [id_of(number) for number in numbers] == list(
        numbered_page(total, page, size, direction)
    )


def samples(*memory: int) -> list[Sample]:
    return [Sample(at=at, memory=bytes, files=1) for at, bytes in enumerate(memory)]


def test_only_the_second_half_counts_as_a_rise() -> None:
    """What a program takes in its first half it may need."""
    assert 0 == rise(samples(10, 50, 100, 100, 100))
    assert 0.5 == pytest.approx(rise(samples(10, 50, 100, 125, 150)))


def test_percentiles_are_of_what_was_measured() -> None:
    """One in a thousand that is slow is seen."""
    latency = Latency.of([*range(998), 5000, 6000])

    assert (1000, 500, 990, 6000, 6000) == (
        latency.requests,
        latency.p50,
        latency.p99,
        latency.p999,
        latency.longest,
    )


def test_a_figure_above_its_limit_does_not_hold() -> None:
    """And one at its limit does."""
    assert Check(what="w", found=4, limit=4).holds
    assert "DOES NOT HOLD w: 1, at most 0" == Check(what="w", found=1).text
