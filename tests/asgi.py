"""Requests to an ASGI application in this process, as a server passes them on.

It imports nothing of the repository, so that scripts of tests can use it beside any generated package.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

__all__ = ["AsgiResponse", "Message", "body_messages", "call_asgi", "http_scope"]

Message = Mapping[str, Any]

_PIECE = 4096
_DISCONNECT: Message = {"type": "http.disconnect"}


class AsgiResponse(Struct, frozen=True):
    """A response; header names are lower-case, and status 0 stands for no response."""

    status: int
    headers: dict[str, str]
    body: bytes


def http_scope(
    method: str = "GET",
    target: str | bytes = "/",
    headers: Iterable[tuple[str, str | bytes]] = (),
    **more: Any,
) -> dict[str, Any]:
    """Build the scope of a request for a target such as `/a?b=c`; `more` is added to it."""
    path, _, query = _encode(target).partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "2",  # where a body needs no announced length
        "method": method,
        "scheme": "http",
        "path": unquote(path.decode("latin-1")),
        "raw_path": path,
        "query_string": query,
        "headers": [(name.lower().encode(), _encode(value)) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        **more,
    }


def body_messages(body: bytes = b"") -> Iterator[Message]:
    """Yield the messages of a body, a piece at a time."""
    start = 0
    while len(body) - start > _PIECE:
        yield _body_message(body[start : start + _PIECE], True)
        start += _PIECE
    yield _body_message(body[start:], False)


async def call_asgi(
    app: Any, scope: Message, body: bytes = b"", *, messages: Iterable[Message] | None = None
) -> AsgiResponse:
    """Send one request to an application: its body, or the messages that a test chose."""
    received = iter(body_messages(body) if messages is None else messages)
    sent: list[Message] = []

    async def receive() -> Message:
        return next(received, _DISCONNECT)

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    if not sent:
        return AsgiResponse(0, {}, b"")
    start, *rest = sent
    headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return AsgiResponse(
        start["status"], headers, b"".join(message.get("body", b"") for message in rest)
    )


def _body_message(piece: bytes, more: bool) -> Message:
    return {"type": "http.request", "body": piece, "more_body": more}


def _encode(value: str | bytes) -> bytes:
    """Encode a text; bytes that are no text are kept as they were escaped."""
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
