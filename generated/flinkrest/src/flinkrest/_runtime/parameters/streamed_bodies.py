"""Bodies that are read while they are sent: files and iterators, which may not fit into memory."""

import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from io import TextIOBase
from typing import IO, Any, TypeAlias

from ..errors import UsageError
from ..messages import Message

__all__ = ["BinarySource", "StreamedBody", "file_name", "is_streamed"]

BinarySource: TypeAlias = bytes | IO[bytes] | Iterable[bytes] | AsyncIterable[bytes]
"""Bytes, a file opened in binary mode, or an iterator of bytes."""
_CHUNK = 1 << 16
_PLAIN = (str, bytes, bytearray, memoryview, dict, list, tuple, set, frozenset, int, float)


def is_streamed(value: object) -> bool:
    """Whether a value is a file or an iterator, which is read while it is sent."""
    if isinstance(value, _PLAIN) or hasattr(value, "__struct_fields__"):
        return False
    return hasattr(value, "read") or isinstance(value, Iterator | AsyncIterable | Iterable)


def file_name(value: object) -> str | None:
    """Return the name of an open file, without its folder."""
    name = getattr(value, "name", None)
    return os.path.basename(name) if isinstance(name, str) and not name.startswith("<") else None


class StreamedBody:
    """A body in pieces: bytes, files and iterators. Files are read from where they are positioned.

    Raises TypeError for a piece that is none of these.
    """

    def __init__(self, pieces: Sequence[Any]) -> None:
        self._pieces = [_Piece(piece) for piece in pieces]
        self._is_begun = False

    @property
    def size(self) -> int | None:
        """The number of bytes; None where it is not known."""
        sizes = [piece.size for piece in self._pieces]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    @property
    def can_be_sent(self) -> bool:
        """Whether the body is still whole: no iterator in it was begun."""
        return not self._is_begun or all(piece.is_repeatable for piece in self._pieces)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes, from the beginning; raise UsageError where an iterator is asynchronous."""
        self._is_begun = True
        for piece in self._pieces:
            yield from piece.chunks()

    async def async_chunks(self) -> AsyncIterator[bytes]:
        """Yield the bytes, from the beginning; files and iterators are read in a thread."""
        from asyncio import to_thread

        self._is_begun = True
        for piece in self._pieces:
            if piece.is_asynchronous:
                async for chunk in piece.source:
                    yield bytes(chunk)
                continue
            chunks = piece.chunks()
            while chunk := await to_thread(next, chunks, b""):
                yield chunk

    def read(self) -> bytes:
        """Return all bytes, for a signature or a transport that needs them at once."""
        return b"".join(self.chunks())


class _Piece:
    """A part of a body: what yields its bytes, and how many there are."""

    def __init__(self, source: Any) -> None:
        self.source = source
        self.is_asynchronous = False
        self.size: int | None = None
        self.is_repeatable = True
        self._position: int | None = None
        if isinstance(source, TextIOBase):
            raise TypeError(source)
        if isinstance(source, bytes | bytearray | memoryview):
            self.size = len(bytes(source))
        elif hasattr(source, "read"):
            self._position, self.size = _extent(source)
            self.is_repeatable = self._position is not None
        elif is_streamed(source):
            self.is_asynchronous = isinstance(source, AsyncIterable)
            self.is_repeatable = not isinstance(source, Iterator | AsyncIterator)
        else:
            raise TypeError(source)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes, none of them empty."""
        source = self.source
        if self.is_asynchronous:
            raise UsageError(
                Message(
                    "an asynchronous iterator is sent by the asynchronous client only; pass another one"
                )
            )
        if isinstance(source, bytes | bytearray | memoryview):
            yield from filter(None, [bytes(source)])
        elif hasattr(source, "read"):
            if self._position is not None:
                source.seek(self._position)
            while chunk := source.read(_CHUNK):
                yield _checked(chunk)
        else:
            yield from filter(None, map(_checked, source))


def _checked(chunk: object) -> bytes:
    if isinstance(chunk, bytes | bytearray | memoryview):
        return bytes(chunk)
    raise UsageError(
        Message(
            "a file or an iterator of a body yields {type}, not bytes; open files in binary mode",
            type=type(chunk).__name__,
        )
    )


def _extent(file: Any) -> tuple[int | None, int | None]:
    """Return the position of a file, and how many bytes follow it; None twice where it cannot seek."""
    try:
        position = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(position)
    except (AttributeError, OSError, ValueError):
        return None, None
    return position, end - position
