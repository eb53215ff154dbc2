"""The server's time: dates of its headers, and what a client takes from them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from flinkjobs._runtime.client.clock_skew import ClockSkew
from flinkjobs._runtime.client.http_dates import parse_http_date
from flinkjobs._runtime.errors import ApiError

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun, 22 Nov 2026 12:00:00 GMT", NOW),
        ("Sun, 22 Nov 2026 12:00:00 -0000", NOW),
        ("Sun, 22 Nov 2026 14:00:00 +0200", NOW),
        ("Sunday, 22-Nov-26 12:00:00 GMT", NOW),
        ("Sun, 22 Nov 99999 12:00:00 GMT", None),
        ("Sun, 32 Nov 2026 12:00:00 GMT", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_of_a_header(text: str | None, expected: datetime | None) -> None:
    """It is a moment, whatever it says of its zone; None is none."""
    date = parse_http_date(text)

    assert date == expected
    assert date is None or date.utcoffset() is not None


@pytest.mark.parametrize(
    ("headers", "changed", "seconds"),
    [
        ({"date": "Sun, 22 Nov 2026 12:01:00 GMT"}, True, 60),
        ({"date": "Sun, 22 Nov 2026 11:59:00 GMT"}, True, -60),
        ({"date": "Sun, 22 Nov 2026 12:00:30 GMT"}, False, 0),
        ({"date": "Sun, 22 Nov 2026 12:00:31 -0000"}, True, 31),
        ({"date": "soon"}, False, 0),
        ({}, False, 0),
    ],
)
def test_a_clock_that_differs(headers: dict[str, str], changed: bool, seconds: int) -> None:
    """The clock is moved by more than half a minute, and not without a date."""
    clock = ClockSkew(lambda: NOW.astimezone(timezone(timedelta(hours=8))))

    assert clock.correct(ApiError("It expired.", headers=headers)) is changed
    assert clock.now() == NOW + timedelta(seconds=seconds)
    assert clock.correct(ApiError("It expired again.", headers=headers)) is False
