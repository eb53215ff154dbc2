"""The measurements and checks of a run."""

import time
from collections.abc import Sequence

import msgspec
import pytest

from .growing_deployment import expected_page, job_id_at
from .outages import Outages
from .recorded_runs import read_runs
from .report import rendered
from .results import Check, Latency
from .sampling import Sample, memory_growth


def test_requests_during_an_outage_overlap_it() -> None:
    """Requests before or after it do not; an outage without an end goes on."""
    outages = Outages(started=[10.0, 30.0], ended=[20.0])

    assert [
        outages.overlap(*times) for times in ((1, 9), (9, 11), (19, 25), (21, 29), (50, 60))
    ] == [
        False,
        True,
        True,
        False,
        True,
    ]
    assert outages.seconds == 10


def test_an_outage_uses_the_clock_of_requests() -> None:
    """A request after its end does not overlap it."""
    outages = Outages()
    outages.begin()
    outages.end()
    time.sleep(0.001)
    after = time.monotonic()

    assert not outages.overlap(after, after + 1)


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
    """The first page in descending order starts with the last job."""
    assert list(expected_page(total, page, size, direction)) == [
        job_id_at(number) for number in numbers
    ]


def samples(*memory: int) -> list[Sample]:
    return [Sample(at=at, memory=bytes, files=1) for at, bytes in enumerate(memory)]


def test_growth_is_that_of_the_second_half() -> None:
    """Memory that is allocated in the first half is not growth."""
    assert memory_growth(samples(10, 50, 100, 100, 100)) == 0
    assert memory_growth(samples(10, 50, 100, 125, 150)) == pytest.approx(0.5)


def test_percentiles_include_outliers() -> None:
    """One slow request in a thousand is visible in p999."""
    latency = Latency.from_samples([*range(998), 5000, 6000])

    assert (
        latency.requests,
        latency.p50,
        latency.p99,
        latency.p999,
        latency.longest,
    ) == (1000, 500, 990, 6000, 6000)


def test_the_lateness_of_senders_is_beside_each_percentile() -> None:
    """In the document, and in what a run prints."""
    recorded = next(iter(read_runs().values()))
    run = msgspec.structs.replace(
        recorded,
        latency=Latency.from_samples([0.001 * n for n in range(1, 1001)]),
        start_delay=Latency.from_samples([0.0001 * n for n in range(1, 1001)]),
    )

    rows = [line for line in rendered({"SQLite": run}).splitlines() if line.count(" ms | ") == 1]
    printed = [line.strip() for line in run.summary.splitlines() if " senders late " in line]

    assert rows == [
        "| p50 | 501 ms | 50.1 ms |",
        "| p99 | 991 ms | 99.1 ms |",
    ]
    assert printed == [
        "latency p50: 501 ms, senders late 50.1 ms",
        "latency p99: 991 ms, senders late 99.1 ms",
        "latency p99.9: 1 s, senders late 100 ms",
        "latency maximum: 1 s, senders late 100 ms",
    ]


def test_a_check_above_its_limit_does_not_hold() -> None:
    """A check at its limit holds."""
    assert Check(name="w", value=4, limit=4).holds
    assert Check(name="w", value=1).summary == "DOES NOT HOLD w: 1, at most 0"
