"""Connections of urllib3 on which a whole answer has a time limit, and a cut-off one is none.

A socket's time-out begins anew with each byte that arrives: a server that drips holds its reader
for ever. Here the time-out that the socket has when an answer begins bounds all of the answer.
Python's http.client takes a head that was cut off for a complete one, without a body.
"""

import http.client
import io
import re
import socket
import time
from typing import TYPE_CHECKING, Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection

__all__ = ["BoundedHTTPConnection", "BoundedHTTPSConnection"]

_BUFFER = 1 << 16
_HEADER = re.compile(rb"[\w!#$%&'*+.^`|~-]+: [\t\x20-\x7e\x80-\xff]*", re.ASCII)


class _BoundedReader(io.RawIOBase):
    """Reads from a socket until the time is over that it may take."""

    def __init__(self, sock: socket.socket) -> None:
        self.ended = False
        self._sock = sock
        self._source = cast(io.RawIOBase, sock.makefile("rb", buffering=0))
        patience = sock.gettimeout()
        self._deadline = None if patience is None else time.monotonic() + patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        """Read what is there, or wait for it as long as there is time."""
        if self._deadline is not None:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            self._sock.settimeout(left)
        count = self._source.readinto(buffer)
        self.ended = count == 0
        return count

    def close(self) -> None:
        """Let go of the socket, which is closed when its connection has let go of it, too."""
        self._source.close()
        super().close()


class _BoundedSocket:
    """What an answer sees of a socket: something to make a file of."""

    def __init__(self, reader: _BoundedReader) -> None:
        self._reader = reader

    def makefile(self, *_: object) -> io.BufferedReader:
        return io.BufferedReader(self._reader, _BUFFER)


class _BoundedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        self._reader = _BoundedReader(sock)
        super().__init__(cast(socket.socket, _BoundedSocket(self._reader)), *args, **options)

    def begin(self) -> None:
        """Read the head; raise RemoteDisconnected when it has no end."""
        super().begin()
        if self._reader.ended:
            raise http.client.RemoteDisconnected("the answer's head was cut off")


class _QuickHead(http.client.HTTPConnection):
    """Writes the lines of a head in a third of the time.

    The base classes look at each twice, for marks and for kinds of value that we never give.
    """

    if not TYPE_CHECKING:

        def putheader(self, header: str, *values: object) -> None:
            """Add a line to the head; raise ValueError for one that would be more than a line."""
            if len(values) != 1 or not isinstance(values[0], str):
                http.client.HTTPConnection.putheader(self, header, *values)
                return
            line = f"{header}: {values[0]}".encode("latin-1")
            if not _HEADER.fullmatch(line):
                raise ValueError(f"{header} cannot be sent as a header")
            self._output(line)


class BoundedHTTPConnection(_QuickHead, HTTPConnection):
    """A plain connection whose answers have a time limit each."""

    response_class = _BoundedResponse


class BoundedHTTPSConnection(_QuickHead, HTTPSConnection):
    """A secure connection whose answers have a time limit each."""

    response_class = _BoundedResponse
