"""Lines of a stream of bytes, in whatever pieces these arrive."""

import re
from collections.abc import Iterator

__all__ = ["LineSplitter", "RecordParser"]

_NEWLINE = re.compile(rb"\n")
_RECORD_SEPARATOR = b"\x1e"


class LineSplitter:
    """Splits bytes at the ends of lines.

    Between two calls of `forget`, the lines may have up to `largest` bytes.
    """

    def __init__(self, line_end: re.Pattern[bytes], largest: int) -> None:
        self._line_end = line_end
        self._largest = largest
        self._buffer = b""
        self._kept = 0

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the lines that a piece completes; raise ValueError for what is too large."""
        data, start, searched = self._buffer + chunk, 0, len(self._buffer)
        self._buffer = b""
        for end in self._line_end.finditer(data, searched):
            self._keep(end.start() - start)
            yield data[start : end.start()]
            start = end.end()
        self._buffer = data[start:]
        if self._kept + len(self._buffer) > self._largest:
            self._keep(len(self._buffer))

    def forget(self) -> None:
        """Start to count anew."""
        self._kept = 0

    def rest(self) -> bytes:
        """Return the last line, which has no end."""
        rest, self._buffer = self._buffer, b""
        return rest

    def _keep(self, count: int) -> None:
        self._kept += count
        if self._kept > self._largest:
            raise ValueError(f"it is larger than {self._largest} bytes")


class RecordParser:
    """Makes records of bytes: a JSON text on each line, which may begin with a record separator."""

    def __init__(self, largest: int) -> None:
        self._lines = LineSplitter(_NEWLINE, largest)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the records that a piece completes; raise ValueError for one that is too large."""
        for line in self._lines.feed(chunk):
            self._lines.forget()
            if record := line.strip().removeprefix(_RECORD_SEPARATOR):
                yield record

    def finish(self) -> Iterator[bytes]:
        """Yield the last record, where no newline has ended it."""
        if record := self._lines.rest().strip().removeprefix(_RECORD_SEPARATOR):
            yield record
