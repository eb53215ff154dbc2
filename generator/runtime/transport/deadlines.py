"""Connections of urllib3 with a deadline for each whole response, which also detect truncated headers.

A socket's timeout begins anew with each byte that arrives: a server that drips holds its reader
for ever. Here the timeout of the socket at the start of a response limits all of the response.
Python's http.client takes truncated headers for complete ones, without a body.
"""

import http.client
import io
import re
import socket
import time
from typing import TYPE_CHECKING, Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection

__all__ = [
    "BoundedHTTPConnection",
    "BoundedHTTPSConnection",
    "PacedHTTPConnection",
    "PacedHTTPSConnection",
]

_BUFFER = 1 << 16
_HEADER = re.compile(rb"[\w!#$%&'*+.^`|~-]+: [\t\x20-\x7e\x80-\xff]*", re.ASCII)


class _BoundedReader(io.RawIOBase):
    """Reads from a socket until a deadline."""

    def __init__(self, sock: socket.socket) -> None:
        self.ended = False
        self._sock = sock
        self._source = cast(io.RawIOBase, sock.makefile("rb", buffering=0))
        timeout = sock.gettimeout()
        self._timeout = timeout
        self.is_paced = False
        self._deadline = None if timeout is None else time.monotonic() + timeout

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        """Read available bytes, or wait for some until the deadline."""
        if self._deadline is not None:
            remaining = self._deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError("timed out")
            self._sock.settimeout(remaining)
        count = self._source.readinto(buffer)
        if self.is_paced and self._timeout is not None:
            self._deadline = time.monotonic() + self._timeout
        self.ended = count == 0
        return count

    def close(self) -> None:
        """Release the socket, which is closed once its connection has released it, too."""
        self._source.close()
        super().close()


class _BoundedSocket:
    """The part of a socket that a response uses: `makefile`."""

    def __init__(self, reader: _BoundedReader) -> None:
        self._reader = reader

    def makefile(self, *_: object) -> io.BufferedReader:
        return io.BufferedReader(self._reader, _BUFFER)


class _BoundedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        self._reader = _BoundedReader(sock)
        super().__init__(cast(socket.socket, _BoundedSocket(self._reader)), *args, **options)

    def begin(self) -> None:
        """Read status and headers; raise RemoteDisconnected when they are truncated."""
        super().begin()
        if self._reader.ended:
            raise http.client.RemoteDisconnected("the response headers are truncated")


class _PacedResponse(_BoundedResponse):
    def begin(self) -> None:
        """Read status and headers until the deadline; from then on, each silence has one."""
        super().begin()
        self._reader.is_paced = True


class _FastHeaders(http.client.HTTPConnection):
    """Writes headers in a third of the time.

    The base classes check each twice, for characters and types of value that are never passed here.
    """

    if not TYPE_CHECKING:

        def putheader(self, header: str, *values: object) -> None:
            """Add a header; raise ValueError for one that would be more than a line."""
            if len(values) != 1 or not isinstance(values[0], str):
                http.client.HTTPConnection.putheader(self, header, *values)
                return
            line = f"{header}: {values[0]}".encode("latin-1")
            if not _HEADER.fullmatch(line):
                raise ValueError(f"{header} cannot be sent as a header")
            self._output(line)


class BoundedHTTPConnection(_FastHeaders, HTTPConnection):
    """A plain connection with a deadline for each response."""

    response_class = _BoundedResponse


class BoundedHTTPSConnection(_FastHeaders, HTTPSConnection):
    """A TLS connection with a deadline for each response."""

    response_class = _BoundedResponse


class PacedHTTPConnection(_FastHeaders, HTTPConnection):
    """A plain connection with a deadline for the head of a response, and for each silence after it."""

    response_class = _PacedResponse


class PacedHTTPSConnection(_FastHeaders, HTTPSConnection):
    """A TLS connection with a deadline for the head of a response, and for each silence after it."""

    response_class = _PacedResponse
