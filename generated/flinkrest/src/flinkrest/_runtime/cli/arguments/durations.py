"""Lengths of time as people write them: 30, 30s, 10m, 2h, 1d, 1h30m; and times since when."""

import re
from datetime import datetime, timedelta

__all__ = ["LENGTH", "MOMENT", "PAUSE", "read_duration", "read_moment", "read_pause", "written"]

LENGTH = "a length of time such as 30s, 10m, 2h or 1d"
PAUSE = f"{LENGTH}, of 0.1s at least"
MOMENT = "a length of time such as 2h or 1d, or a date such as 2026-11-22"
_SHORTEST_PAUSE = 0.1
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_PLAIN = r"[0-9]+(?:\.[0-9]+)?"
_PART = rf"({_PLAIN})([dhms])"


def read_duration(text: str) -> float:
    """Give the seconds of a length of time; raise ValueError when it is none."""
    if re.fullmatch(_PLAIN, text):
        return float(text)
    if not re.fullmatch(f"(?:{_PART})+", text):
        raise ValueError(text)
    return sum(float(number) * _SECONDS[unit] for number, unit in re.findall(_PART, text))


def read_pause(text: str) -> float:
    """Give the seconds between two calls; ValueError for so few that they would come without a pause."""
    seconds = read_duration(text)
    if seconds < _SHORTEST_PAUSE:
        raise ValueError(text)
    return seconds


def read_moment(text: str, now: datetime) -> datetime:
    """Give the aware time that is so long ago, or that a date and time name; else raise ValueError."""
    try:
        return now - timedelta(seconds=read_duration(text))
    except OverflowError:
        raise ValueError(text) from None
    except ValueError:
        return datetime.fromisoformat(text).astimezone()


def written(seconds: float) -> str:
    """Write a length of time briefly, in the largest unit that it is a whole number of."""
    for unit, size in _SECONDS.items():
        if seconds and seconds % size == 0:
            return f"{seconds / size:g}{unit}"
    return f"{seconds:g}s"
