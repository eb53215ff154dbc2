"""Parser of dates in HTTP headers."""

from datetime import UTC, datetime

__all__ = ["parse_http_date"]


def parse_http_date(text: str | None) -> datetime | None:
    """Parse a date such as `Sun, 22 Nov 2026 12:00:00 GMT` as an aware time; None when it is invalid."""
    from email.utils import parsedate_to_datetime

    try:
        date = parsedate_to_datetime(text) if text else None
    except (ValueError, TypeError, OverflowError):
        return None
    return date.replace(tzinfo=UTC) if date is not None and date.tzinfo is None else date
