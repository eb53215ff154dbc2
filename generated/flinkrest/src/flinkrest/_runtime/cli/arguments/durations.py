"""Durations and times as people write them: 30, 30s, 10m, 2h, 1d, 1h30m; or a date."""

import re
from datetime import datetime, timedelta

from ...messages import Message

__all__ = [
    "DURATION",
    "INTERVAL",
    "TIME",
    "format_duration",
    "parse_duration",
    "parse_interval",
    "parse_time",
]

DURATION = Message("a duration such as 30s, 10m, 2h or 1d")
INTERVAL = Message("a duration such as 30s, 10m, 2h or 1d, at least 0.1s")
TIME = Message("a duration such as 2h or 1d, or a date such as 2026-11-22")
_SHORTEST_INTERVAL = 0.1
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_PART = rf"({_NUMBER})([dhms])"


def parse_duration(text: str) -> float:
    """Return the seconds of a duration; raise ValueError when it is none."""
    if re.fullmatch(_NUMBER, text):
        return float(text)
    if not re.fullmatch(f"(?:{_PART})+", text):
        raise ValueError(text)
    return sum(float(number) * _SECONDS[unit] for number, unit in re.findall(_PART, text))


def parse_interval(text: str) -> float:
    """Return the seconds between two requests; raise ValueError for less than the minimum."""
    seconds = parse_duration(text)
    if seconds < _SHORTEST_INTERVAL:
        raise ValueError(text)
    return seconds


def parse_time(text: str, now: datetime) -> datetime:
    """Return the aware time of a duration ago, or of a date and time; else raise ValueError."""
    try:
        return now - timedelta(seconds=parse_duration(text))
    except OverflowError:
        raise ValueError(text) from None
    except ValueError:
        return datetime.fromisoformat(text).astimezone()


def format_duration(seconds: float) -> str:
    """Return a duration in the largest unit that it is a whole number of."""
    for unit, size in _SECONDS.items():
        if seconds and seconds % size == 0:
            return f"{seconds / size:g}{unit}"
    return f"{seconds:g}s"
