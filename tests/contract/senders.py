"""Senders of raw requests over HTTP."""

import http.client
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec

from .signing import RawRequest

__all__ = ["HttpSender", "InvalidJsonResponse", "RawResponse", "Sender"]

_SECONDS = 30.0
_PIECE = 4096


class InvalidJsonResponse(AssertionError):
    """A response whose body is not JSON."""


@dataclass(frozen=True)
class RawResponse:
    """A response: header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InvalidJsonResponse(f"the body is no JSON: {error}: {self.body[:80]!r}") from None


class Sender(Protocol):
    """Sends a request as it is."""

    def __call__(self, request: RawRequest) -> RawResponse: ...

    def close(self) -> None: ...


class HttpSender:
    """Keeps one connection, and opens it anew when the server closed it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._netloc = parts.netloc
        self._prefix = parts.path.rstrip("/")
        self._secure = parts.scheme == "https"
        self._connection: http.client.HTTPConnection | None = None

    def __call__(self, request: RawRequest) -> RawResponse:
        reused = self._connection is not None
        try:
            return self._send(request)
        except (http.client.BadStatusLine, ConnectionError):
            self.close()
            if not reused:
                raise
            return self._send(request)
        except BaseException:
            self.close()  # the state of the connection is unknown
            raise

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _send(self, request: RawRequest) -> RawResponse:
        connection = self._connection = self._connection or self._connect()
        connection.putrequest(
            request.method, self._prefix + request.target, skip_host=True, skip_accept_encoding=True
        )
        headers = dict(request.headers)
        connection.putheader("host", headers.pop("host", self._netloc))
        for name, value in headers.items():
            connection.putheader(name, _raw(value))
        if request.body:
            connection.putheader("content-length", str(len(request.body)))
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before it was read
            connection.endheaders(request.body or None)
        response = connection.getresponse()
        body = _whole(response, time.monotonic() + _SECONDS)
        return RawResponse(response.status, _headers(response), body)

    def _connect(self) -> http.client.HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._netloc, timeout=_SECONDS, context=context)
        return http.client.HTTPConnection(self._netloc, timeout=_SECONDS)


def _headers(response: http.client.HTTPResponse) -> dict[str, str]:
    """Return the headers of a response; repeated ones are joined, as HTTP has it."""
    headers: dict[str, str] = {}
    for name, text in response.getheaders():
        before = headers.get(name.lower())
        headers[name.lower()] = text if before is None else f"{before}, {text}"
    return headers


def _whole(response: http.client.HTTPResponse, until: float) -> bytes:
    """Read a body as it comes; raise TimeoutError when it has not come whole until some time."""
    body = bytearray()
    while piece := response.read1(_PIECE):
        body += piece
        if time.monotonic() > until:
            raise TimeoutError(f"its response takes more than {_SECONDS:g} seconds")
    if response.length:
        raise http.client.IncompleteRead(bytes(body), response.length)
    response.close()  # or the connection could not be reused
    return bytes(body)


def _raw(value: str) -> bytes:
    """Encode a header; bytes that are no text are kept as they were escaped."""
    return value.encode("utf-8", "surrogateescape")
