"""The admin application: health, metrics and, where they are enabled, faults and scripts of jobs."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import TypeAlias

import msgspec
from msgspec import Struct

from flinkjobs.server import (
    ClientDisconnected,
    ErrorResponse,
    Message,
    Receive,
    Scope,
    Send,
    read_body,
)

from .engine.simulated.engine import SimulatedEngine
from .engine.simulated.script import parse_scripts
from .errors import TargetError
from .fault_injection import Fault, Faults
from .metrics import CONTENT_TYPE

__all__ = ["AdminApp", "Simulation"]

_MAX_BODY = 64 * 1024
_BODY_TIMEOUT = 5.0


class Response(Struct, frozen=True, kw_only=True):
    """An HTTP response."""

    status: HTTPStatus = HTTPStatus.OK
    body: bytes = b""
    content_type: str = "application/json"
    allow: str | None = None


Routes: TypeAlias = Mapping[str, Callable[[bytes], Awaitable[Response]]]
"""The handlers of a path, by method."""


class Simulation(Struct, frozen=True, kw_only=True):
    """The simulated engine of a target, and a reader of the counters of its jobs and savepoints."""

    engine: SimulatedEngine
    counters: Callable[[], Awaitable[Mapping[str, int]]]


class AdminApp:
    """An ASGI application for operators.

    `metrics` returns all metrics in the text format of Prometheus, after `refresh`; `check` raises
    when the process cannot do its work.
    """

    def __init__(
        self,
        metrics: Callable[[], bytes],
        check: Callable[[], Awaitable[object]],
        faults: Faults | None = None,
        simulation: Simulation | None = None,
        refresh: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._refresh = refresh
        self._metrics = metrics
        self._check = check
        self._faults = faults
        self._routes: Mapping[str, Routes] = {
            "/health": {"GET": self._health},
            "/metrics": {"GET": self._expose_metrics},
        }
        if faults is not None:
            methods = {"GET": self._list, "POST": self._add, "DELETE": self._clear}
            self._routes = {**self._routes, "/faults": methods}
        if simulation is not None:
            self._routes = {**self._routes, **_script_routes(simulation)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            return
        try:
            body = await read_body(scope, receive, _MAX_BODY, _BODY_TIMEOUT)
            _reject_cross_origin(scope)
            response = await self._respond(scope["method"], scope["path"], body)
        except ClientDisconnected:
            return
        except ErrorResponse as error:
            response = _error(HTTPStatus(error.status or 400), error.message)
        await _send(send, response)

    async def _respond(self, method: str, path: str, body: bytes) -> Response:
        methods = self._routes.get(path)
        if methods is None:
            return _error(HTTPStatus.NOT_FOUND, f"the paths are {', '.join(self._routes)}")
        handler = methods.get(method)
        if handler is None:
            allow = ", ".join(methods)
            return Response(status=HTTPStatus.METHOD_NOT_ALLOWED, allow=allow)
        return await handler(body)

    async def _health(self, _: bytes) -> Response:
        try:
            await self._check()
        except Exception as error:
            return _error(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        return Response(body=b'{"status":"ok"}')

    async def _expose_metrics(self, _: bytes) -> Response:
        if self._refresh is not None:
            await self._refresh()
        return Response(body=self._metrics(), content_type=CONTENT_TYPE)

    async def _list(self, _: bytes) -> Response:
        pending = self._faults.pending if self._faults else ()
        return Response(body=msgspec.json.encode(pending))

    async def _add(self, body: bytes) -> Response:
        try:
            faults = msgspec.json.decode(body, type=list[Fault] | Fault)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return _error(HTTPStatus.BAD_REQUEST, str(error))
        if self._faults is not None:
            self._faults.add(*faults if isinstance(faults, list) else [faults])
        return await self._list(body)

    async def _clear(self, body: bytes) -> Response:
        if self._faults is not None:
            self._faults.clear()
        return await self._list(body)


def _script_routes(simulation: Simulation) -> Mapping[str, Routes]:
    """Return the routes of scripts, and of the counters by which their effects are checked."""
    engine = simulation.engine

    async def show(_: bytes) -> Response:
        return Response(body=msgspec.json.encode(engine.scripts))

    async def add(body: bytes) -> Response:
        try:
            engine.add(*parse_scripts(body, "body"))
        except TargetError as error:
            return _error(HTTPStatus.BAD_REQUEST, str(error))
        return await show(body)

    async def clear(body: bytes) -> Response:
        engine.remove(*engine.scripts)
        return await show(body)

    async def count(_: bytes) -> Response:
        return Response(body=msgspec.json.encode(await simulation.counters()))

    return {
        "/scripts": {"GET": show, "POST": add, "DELETE": clear},
        "/counters": {"GET": count},
    }


def _reject_cross_origin(scope: Scope) -> None:
    """Reject writes of web pages: only browsers send an Origin header."""
    if scope["method"] != "GET" and any(name.lower() == b"origin" for name, _ in scope["headers"]):
        raise ErrorResponse(
            "Forbidden.RAM",
            "requests with an Origin header may not change anything here",
            status=403,
        )


def _error(status: HTTPStatus, message: str) -> Response:
    return Response(status=status, body=msgspec.json.encode({"error": message}))


async def _send(send: Send, response: Response) -> None:
    headers = [
        (b"content-type", response.content_type.encode()),
        (b"content-length", str(len(response.body)).encode()),
    ]
    if response.allow:
        headers.append((b"allow", response.allow.encode()))
    start: Message = {
        "type": "http.response.start",
        "status": response.status.value,
        "headers": headers,
    }
    await send(start)
    await send({"type": "http.response.body", "body": response.body})
