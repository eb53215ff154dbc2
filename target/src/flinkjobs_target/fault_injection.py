"""Fault injection: the next requests fail as a test requests.

Enabled in tests and by `serve --faults` only.
"""

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Sequence
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from flinkjobs.contract import ERROR_BODY
from flinkjobs.server import Message, Receive, Scope, Send

from .explorer.app import Application
from .tcp_reset import reset_connection

__all__ = ["Cut", "Error", "Fault", "FaultMiddleware", "Faults", "Html", "Reset", "Wait"]

HEADER = b"x-flinkjobs-fault"
_HTML = b"<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
_logger = logging.getLogger(__name__)
Status: TypeAlias = Annotated[int, Meta(ge=400, le=599)]


class _Fault(Struct, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=str.lower):
    """A fault of the next `times` requests."""

    times: Annotated[int, Meta(ge=1, le=100_000)] = 1

    async def apply(self, app: Application, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request with this fault."""
        raise NotImplementedError


class Error(_Fault):
    """Responds with an error of the contract; `retry_after` is in milliseconds."""

    status: Status = 503
    code: str = "ServiceUnavailable"
    retry_after: Annotated[int, Meta(ge=1)] | None = None

    async def apply(self, app: Application, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond without calling the application."""
        request_id = str(uuid.uuid4()).upper()
        headers = {b"content-type": b"application/json", b"x-acs-request-id": request_id.encode()}
        if self.retry_after is not None:
            headers[b"x-acs-retry-after"] = str(self.retry_after).encode()
        body = {
            ERROR_BODY.request_id or "RequestId": request_id,
            ERROR_BODY.code: self.code,
            ERROR_BODY.message: "a test requested this error",
        }
        await _respond(send, self.status, headers, msgspec.json.encode(body))


class Html(_Fault):
    """Responds with an HTML page, as a proxy does that reaches no upstream."""

    status: Status = 502

    async def apply(self, app: Application, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond without calling the application."""
        await _respond(send, self.status, {b"content-type": b"text/html"}, _HTML)


class Cut(_Fault):
    """Responds correctly, but cuts the body off after `after` bytes."""

    after: Annotated[int, Meta(ge=0)] = 100

    async def apply(self, app: Application, scope: Scope, receive: Receive, send: Send) -> None:
        """Send only the beginning of the application's response."""

        async def send_part(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = message["body"][: self.after]
                message["more_body"] = True
            await send(message)

        await app(scope, receive, send_part)


class Wait(_Fault):
    """Responds correctly, after a delay of `seconds`."""

    seconds: Annotated[float, Meta(ge=0)] = 2.0

    async def apply(self, app: Application, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the application after the delay."""
        await asyncio.sleep(self.seconds)
        await app(scope, receive, send)


class Reset(_Fault):
    """Sends no response: resets the connection."""

    async def apply(self, app: Application, scope: Scope, receive: Receive, send: Send) -> None:
        """Reset the connection of a request."""
        reset_connection(scope["client"], scope["server"])


Fault: TypeAlias = Error | Html | Cut | Wait | Reset


class Faults:
    """The queue of pending faults."""

    def __init__(self) -> None:
        self._queue: deque[Fault] = deque()

    def add(self, *faults: Fault) -> None:
        """Add faults to the queue, each `times` times; every request takes one."""
        for fault in faults:
            self._queue.extend([replace(fault, times=1)] * fault.times)

    def error(
        self,
        status: int = 503,
        *,
        code: str = "ServiceUnavailable",
        retry_after: int | None = None,
        times: int = 1,
    ) -> None:
        """Respond to the next requests with an error; `retry_after` is in milliseconds."""
        self.add(Error(status=status, code=code, retry_after=retry_after, times=times))

    def html(self, status: int = 502, *, times: int = 1) -> None:
        """Respond to the next requests with an HTML page."""
        self.add(Html(status=status, times=times))

    def cut(self, after: int = 100, *, times: int = 1) -> None:
        """Cut the next responses off after so many bytes of their bodies."""
        self.add(Cut(after=after, times=times))

    def wait(self, seconds: float = 2.0, *, times: int = 1) -> None:
        """Delay the next responses by so many seconds."""
        self.add(Wait(seconds=seconds, times=times))

    def reset(self, *, times: int = 1) -> None:
        """Reset the connections of the next requests."""
        self.add(Reset(times=times))

    def clear(self) -> None:
        """Remove all pending faults."""
        self._queue.clear()

    @property
    def pending(self) -> Sequence[Fault]:
        """The pending faults."""
        return tuple(self._queue)

    def take(self) -> Fault | None:
        """Remove and return the next fault; None when none is pending."""
        return self._queue.popleft() if self._queue else None


class FaultMiddleware:
    """An ASGI middleware that applies pending faults, and logs each one."""

    def __init__(self, app: Application, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, with the next fault if one is pending."""
        fault = self._faults.take() if scope["type"] == "http" else None
        if fault is None:
            await self._app(scope, receive, send)
            return
        kind = type(fault).__name__.lower()
        _logger.warning("injecting a fault into %s: %s", scope["path"], fault)

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (HEADER, kind.encode())]
            await send(message)

        await fault.apply(self._app, scope, receive, send_marked)


async def _respond(send: Send, status: int, headers: dict[bytes, bytes], body: bytes) -> None:
    pairs = [*headers.items(), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
