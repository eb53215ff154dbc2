"""The routing of notices: which channels get one, and when."""

from collections.abc import Sequence

import msgspec

from ..store.outbox import OutboxEntry
from .configuration import NoticesFile
from .notice import Notice
from .silences import end_of_silence
from .thresholds import Thresholds

__all__ = ["Routing"]


class Routing:
    """Makes an entry of the outbox for each channel that wants a notice."""

    def __init__(self, content: NoticesFile) -> None:
        self._content = content

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds beyond which something is worth a notice."""
        return self._content.thresholds

    def entries(self, notice: Notice) -> Sequence[OutboxEntry]:
        """Return the entries of a notice, due at once or at the end of a silence."""
        document = msgspec.json.encode(notice)
        return [
            OutboxEntry(
                notice_id=notice.notice_id,
                channel=channel.name,
                due=self.due(channel.name, notice.at),
                document=document,
            )
            for channel in self._content.channels
            if not channel.kinds or notice.kind in channel.kinds
        ]

    def due(self, channel: str, now: int) -> int:
        """Return when a channel may next be used, in seconds."""
        return end_of_silence(self._content.silences, channel, now)
