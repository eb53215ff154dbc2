"""Server-sent events, parsed as the HTML standard says (section "Server-sent events")."""

import re
from collections.abc import Iterator
from typing import Generic, TypeVar

from msgspec import Struct

from .lines import LineSplitter

__all__ = ["EventParser", "ServerSentEvent"]

DataT = TypeVar("DataT")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class ServerSentEvent(Struct, Generic[DataT], frozen=True, kw_only=True):
    """An event: its type, its data, the last id that the stream has named, and the delay in
    milliseconds after which a client that lost the stream should ask again."""

    data: DataT
    event: str = "message"
    id: str = ""
    retry: int | None = None


class EventParser:
    """Makes events of bytes, in whatever pieces these arrive."""

    def __init__(self, largest: int) -> None:
        self._lines = LineSplitter(_LINE_END, largest)
        self._is_first = True
        self._after_return = False
        self._id = ""
        self._event = ""
        self._data: list[str] = []
        self._retry: int | None = None

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent[str]]:
        """Yield the events that a piece completes; raise ValueError for one that is too large."""
        if self._after_return and chunk.startswith(b"\n"):
            chunk = chunk[1:]  # the rest of an end of line that came in two pieces
        self._after_return = chunk.endswith(b"\r")
        for stated in self._lines.feed(chunk):
            line = stated.removeprefix(_BYTE_ORDER_MARK) if self._is_first else stated
            self._is_first = False
            if line:
                self._read_field(line.decode("utf-8", "replace"))
                continue
            if self._data:
                yield ServerSentEvent(
                    data="\n".join(self._data),
                    event=self._event or "message",
                    id=self._id,
                    retry=self._retry,
                )
            self._event, self._data = "", []
            self._lines.forget()

    def finish(self) -> Iterator[ServerSentEvent[str]]:
        """Yield nothing: the standard discards an event that no empty line has ended."""
        return iter(())

    def _read_field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "event":
                self._event = value
            case "data":
                self._data.append(value)
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdigit():
                self._retry = int(value[:12])
            case _:
                pass
