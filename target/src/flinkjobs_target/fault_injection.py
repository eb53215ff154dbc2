"""Faults that a test orders: the next answers fail in the way that was asked for.

Only a target that was told so has them: in tests, and behind `serve --faults`.
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

from flinkjobs.contract import REFUSAL
from flinkjobs.server import App, Message, Receive, Scope, Send

from .tcp_reset import reset_connection

__all__ = ["Answer", "Cut", "Fault", "Faults", "FaultyApp", "Html", "Reset", "Wait"]

HEADER = b"x-flinkjobs-fault"
_HTML = b"<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
_logger = logging.getLogger(__name__)
Status: TypeAlias = Annotated[int, Meta(ge=400, le=599)]


class _Fault(Struct, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=str.lower):
    """What befalls the next `times` requests."""

    times: Annotated[int, Meta(ge=1, le=100_000)] = 1

    async def befall(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request in this way."""
        raise NotImplementedError


class Answer(_Fault):
    """Answers with an error of the contract; `retry_after` is in milliseconds."""

    status: Status = 503
    code: str = "ServiceUnavailable"
    retry_after: Annotated[int, Meta(ge=1)] | None = None

    async def befall(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer without asking the application."""
        request_id = str(uuid.uuid4()).upper()
        headers = {b"content-type": b"application/json", b"x-acs-request-id": request_id.encode()}
        if self.retry_after is not None:
            headers[b"x-acs-retry-after"] = str(self.retry_after).encode()
        body = {
            REFUSAL.request_id or "RequestId": request_id,
            REFUSAL.code: self.code,
            REFUSAL.message: "a test ordered this answer",
        }
        await _answer(send, self.status, headers, msgspec.json.encode(body))


class Html(_Fault):
    """Answers with a page of markup, as a proxy does that reaches nobody."""

    status: Status = 502

    async def befall(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer without asking the application."""
        await _answer(send, self.status, {b"content-type": b"text/html"}, _HTML)


class Cut(_Fault):
    """Answers rightly, but breaks off after so many bytes of the body."""

    after: Annotated[int, Meta(ge=0)] = 100

    async def befall(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer, and keep the rest of it."""

        async def send_part(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = message["body"][: self.after]
                message["more_body"] = True
            await send(message)

        await app(scope, receive, send_part)


class Wait(_Fault):
    """Answers rightly, but so many seconds late."""

    seconds: Annotated[float, Meta(ge=0)] = 2.0

    async def befall(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer in a while."""
        await asyncio.sleep(self.seconds)
        await app(scope, receive, send)


class Reset(_Fault):
    """Does not answer: resets the connection."""

    async def befall(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """Break the connection off."""
        reset_connection(scope["client"], scope["server"])


Fault: TypeAlias = Answer | Html | Cut | Wait | Reset


class Faults:
    """The faults that were ordered and have not happened yet, in their order."""

    def __init__(self) -> None:
        self._ordered: deque[Fault] = deque()

    def order(self, *faults: Fault) -> None:
        """Let these befall the next requests, one each, as often as each of them says."""
        for fault in faults:
            self._ordered.extend([replace(fault, times=1)] * fault.times)

    def answer(
        self,
        status: int = 503,
        *,
        code: str = "ServiceUnavailable",
        retry_after: int | None = None,
        times: int = 1,
    ) -> None:
        """Answer the next requests with an error; `retry_after` is in milliseconds."""
        self.order(Answer(status=status, code=code, retry_after=retry_after, times=times))

    def html(self, status: int = 502, *, times: int = 1) -> None:
        """Answer the next requests with a page of markup."""
        self.order(Html(status=status, times=times))

    def cut(self, after: int = 100, *, times: int = 1) -> None:
        """Break off the next answers after so many bytes of their bodies."""
        self.order(Cut(after=after, times=times))

    def wait(self, seconds: float = 2.0, *, times: int = 1) -> None:
        """Answer the next requests so many seconds late."""
        self.order(Wait(seconds=seconds, times=times))

    def reset(self, *, times: int = 1) -> None:
        """Reset the connections of the next requests."""
        self.order(Reset(times=times))

    def clear(self) -> None:
        """Forget what has not happened yet."""
        self._ordered.clear()

    @property
    def pending(self) -> Sequence[Fault]:
        """What has not happened yet."""
        return tuple(self._ordered)

    def take(self) -> Fault | None:
        """Give the next fault, which is then no longer pending."""
        return self._ordered.popleft() if self._ordered else None


class FaultyApp:
    """An application before which the ordered faults stand. Each one that happens is logged."""

    def __init__(self, app: App, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let a fault befall it."""
        fault = self._faults.take() if scope["type"] == "http" else None
        if fault is None:
            await self._app(scope, receive, send)
            return
        kind = type(fault).__name__.lower()
        _logger.warning("a fault that was ordered befalls %s: %s", scope["path"], fault)

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (HEADER, kind.encode())]
            await send(message)

        await fault.befall(self._app, scope, receive, send_marked)


async def _answer(send: Send, status: int, headers: dict[bytes, bytes], body: bytes) -> None:
    pairs = [*headers.items(), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
