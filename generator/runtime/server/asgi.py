"""ASGI messages: reading requests and sending responses."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias
from urllib.parse import quote

from msgspec import Struct

from .service_api import ErrorResponse

__all__ = [
    "ClientDisconnected",
    "Message",
    "Receive",
    "Response",
    "Scope",
    "Send",
    "read_body",
    "read_headers",
    "read_path",
    "read_text",
    "send_response",
]

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]


_TYPE = {"content-type": "application/json"}
_NO_CONTENT = 204
_ANNOUNCE_A_BODY = (b"content-length", b"transfer-encoding")


class ClientDisconnected(Exception):
    """The client closed the connection before its request was complete."""


class Response(Struct, frozen=True, kw_only=True):
    """A response: status, headers and body."""

    status: int
    body: bytes
    headers: dict[str, str] = {}


def read_text(raw: bytes) -> str:
    """Decode bytes of a request head as UTF-8, or else as Latin-1, which accepts any byte."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def read_path(scope: Scope) -> str:
    """Return the percent-encoded path as received, without the query."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return read_text(raw.partition(b"?")[0])


def read_headers(scope: Scope) -> dict[str, list[str]]:
    """Return the values of each header by its lower-case name, in the order received."""
    headers: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(read_text(name).lower(), []).append(read_text(value))
    return headers


async def read_body(scope: Scope, receive: Receive, largest: int, seconds: float) -> bytes:
    """Read a body; raise ErrorResponse once it exceeds `largest` bytes or takes too long."""
    if not _announced(scope) and scope.get("http_version", "").startswith("1"):
        return b""  # in HTTP/1, a body is always announced by a header
    try:
        async with asyncio.timeout(seconds):
            return await _read_body(receive, largest)
    except TimeoutError:
        message = f"the body must arrive within {seconds:g} seconds"
        raise ErrorResponse(
            "InvalidBody", message, status=408, headers={"connection": "close"}
        ) from None


def _announced(scope: Scope) -> bool:
    for name, value in scope["headers"]:  # noqa: SIM110 (any() of a generator takes twice the time)
        if name in _ANNOUNCE_A_BODY and value != b"0":
            return True
    return False


async def _read_body(receive: Receive, largest: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnected
        body += message.get("body", b"")
        if len(body) > largest:
            raise ErrorResponse("InvalidBody", f"the body must be at most {largest} bytes long")
        if not message.get("more_body", False):
            return bytes(body)


async def send_response(send: Send, response: Response, *, with_body: bool) -> None:
    """Send a response; Content-Length is that of the body even when the body is left out."""
    headers = {**(_TYPE if response.body else {}), "content-length": str(len(response.body))}
    if response.status == _NO_CONTENT:
        headers = {}
    headers.update(response.headers)
    pairs = [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": pairs})
    await send({"type": "http.response.body", "body": response.body if with_body else b""})
