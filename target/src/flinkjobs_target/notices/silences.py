"""Silences: windows of each day, in UTC, in which notices wait."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

__all__ = ["Silence", "end_of_silence"]

TimeOfDay = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Day = Annotated[int, Meta(ge=1, le=7)]


class Silence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A window from `begin` to `end`, times such as 22:00; `days` are those of its begin, 1 is Monday.

    It ends on the next day when `end` is not after `begin`. `channels` are all, unless some are named.
    """

    begin: TimeOfDay
    end: TimeOfDay
    days: tuple[Day, ...] = ()
    channels: tuple[str, ...] = ()

    def end_at(self, moment: datetime) -> datetime | None:
        """Return when the window ends that holds a moment; None when none does."""
        for day in (moment, moment - timedelta(days=1)):
            begin = _at(day, self.begin)
            end = _at(day, self.end)
            end = end if end > begin else end + timedelta(days=1)
            if begin <= moment < end and (not self.days or begin.isoweekday() in self.days):
                return end
        return None


def end_of_silence(silences: Sequence[Silence], channel: str, now: int) -> int:
    """Return when a channel may next be used, in seconds: `now`, unless it is silent."""
    moment = datetime.fromtimestamp(now, UTC)
    for _ in range(len(silences) + 1):  # one window may end in another
        ends = [
            end
            for silence in silences
            if not silence.channels or channel in silence.channels
            if (end := silence.end_at(moment))
        ]
        if not ends:
            break
        moment = max(ends)
    return int(moment.timestamp())


def _at(day: datetime, time: str) -> datetime:
    hour, minute = map(int, time.split(":"))
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
