"""Dates as HTTP writes them."""

from datetime import UTC, datetime

__all__ = ["read_http_date"]


def read_http_date(text: str | None) -> datetime | None:
    """Read a date such as `Sun, 22 Nov 2026 12:00:00 GMT` as an aware time; None when it is none."""
    from email.utils import parsedate_to_datetime

    try:
        read = parsedate_to_datetime(text) if text else None
    except (ValueError, TypeError, OverflowError):
        return None
    return read.replace(tzinfo=UTC) if read is not None and read.tzinfo is None else read
