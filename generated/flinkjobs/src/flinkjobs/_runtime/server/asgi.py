"""ASGI's messages: what a server process hands over, and what it is handed back."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias
from urllib.parse import quote

from msgspec import Struct

from .service_api import Refusal

__all__ = [
    "ClientGone",
    "Message",
    "Receive",
    "Reply",
    "Scope",
    "Send",
    "read_body",
    "read_headers",
    "read_path",
    "read_text",
    "send_reply",
]

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]


_TYPE = {"content-type": "application/json"}
_NO_CONTENT = 204
_ANNOUNCE_A_BODY = (b"content-length", b"transfer-encoding")


class ClientGone(Exception):
    """The caller hung up before the request was complete."""


class Reply(Struct, frozen=True, kw_only=True):
    """A status, headers and a body."""

    status: int
    body: bytes
    headers: dict[str, str] = {}


def read_text(raw: bytes) -> str:
    """Decode what a client put on the wire: UTF-8, else Latin-1, so that no byte is refused."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def read_path(scope: Scope) -> str:
    """Give the path as it stands on the wire, without the query."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return read_text(raw.partition(b"?")[0])


def read_headers(scope: Scope) -> dict[str, list[str]]:
    """Gather the headers by lower-case name, in the order of their arrival."""
    headers: dict[str, list[str]] = {}
    for raw, value in scope["headers"]:
        try:
            name, text = raw.decode().lower(), value.decode()  # as nearly all are
        except UnicodeDecodeError:
            name, text = read_text(raw).lower(), read_text(value)
        if name in headers:
            headers[name].append(text)
        else:
            headers[name] = [text]
    return headers


async def read_body(scope: Scope, receive: Receive, largest: int, seconds: float) -> bytes:
    """Read a body; raise Refusal as soon as it has more than `largest` bytes, or takes too long."""
    if not _announced(scope) and scope.get("http_version", "").startswith("1"):
        return b""  # HTTP/1 has no body that is not announced: there is nothing to ask the server
    try:
        async with asyncio.timeout(seconds):
            return await _read_body(receive, largest)
    except TimeoutError:
        message = f"the body must arrive within {seconds:g} seconds"
        raise Refusal("InvalidBody", message, status=408, headers={"connection": "close"}) from None


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
            raise ClientGone
        body += message.get("body", b"")
        if len(body) > largest:
            raise Refusal("InvalidBody", f"the body must be at most {largest} bytes long")
        if not message.get("more_body", False):
            return bytes(body)


async def send_reply(send: Send, reply: Reply, *, with_body: bool) -> None:
    """Send a reply; its length is stated even when the body is left out."""
    headers = {**(_TYPE if reply.body else {}), "content-length": str(len(reply.body))}
    if reply.status == _NO_CONTENT:
        headers = {}
    headers.update(reply.headers)
    pairs = [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": pairs})
    await send({"type": "http.response.body", "body": reply.body if with_body else b""})
