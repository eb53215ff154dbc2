"""What operators ask at the admin address: health, figures and, where they are on, faults."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

import msgspec
from msgspec import Struct

from flinkjobs.server import ClientGone, Message, Receive, Refusal, Scope, Send, read_body

from .fault_injection import Fault, Faults
from .metrics import CONTENT_TYPE, Metrics

__all__ = ["Admin"]

_LARGEST_ORDER = 64 * 1024
_SECONDS = 5.0


class Response(Struct, frozen=True, kw_only=True):
    """What is answered."""

    status: HTTPStatus = HTTPStatus.OK
    body: bytes = b""
    content_type: str = "application/json"
    allow: str | None = None


class Admin:
    """An ASGI application for those who run the target.

    `check` raises when the target cannot answer its callers.
    """

    def __init__(
        self, metrics: Metrics, check: Callable[[], object], faults: Faults | None = None
    ) -> None:
        self._metrics = metrics
        self._check = check
        self._faults = faults
        self._pages: Mapping[str, Mapping[str, Callable[[bytes], Response]]] = {
            "/health": {"GET": self._health},
            "/metrics": {"GET": self._figures},
        }
        if faults is not None:
            orders = {"GET": self._show, "POST": self._order, "DELETE": self._clear}
            self._pages = {**self._pages, "/faults": orders}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            body = await read_body(scope, receive, _LARGEST_ORDER, _SECONDS)
            _refuse_web_pages(scope)
            response = self._respond(scope["method"], scope["path"], body)
        except ClientGone:
            return
        except Refusal as refusal:
            response = _failure(HTTPStatus(refusal.status or 400), refusal.message)
        await _send(send, response)

    def _respond(self, method: str, path: str, body: bytes) -> Response:
        methods = self._pages.get(path)
        if methods is None:
            return _failure(HTTPStatus.NOT_FOUND, f"there are {', '.join(self._pages)}")
        page = methods.get(method)
        if page is None:
            allow = ", ".join(methods)
            return Response(status=HTTPStatus.METHOD_NOT_ALLOWED, allow=allow)
        return page(body)

    def _health(self, _: bytes) -> Response:
        try:
            self._check()
        except Exception as error:
            return _failure(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        return Response(body=b'{"status":"ok"}')

    def _figures(self, _: bytes) -> Response:
        return Response(body=self._metrics.text(), content_type=CONTENT_TYPE)

    def _show(self, _: bytes) -> Response:
        pending = self._faults.pending if self._faults else ()
        return Response(body=msgspec.json.encode(pending))

    def _order(self, body: bytes) -> Response:
        try:
            orders = msgspec.json.decode(body, type=list[Fault] | Fault)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return _failure(HTTPStatus.BAD_REQUEST, str(error))
        if self._faults is not None:
            self._faults.order(*orders if isinstance(orders, list) else [orders])
        return self._show(body)

    def _clear(self, body: bytes) -> Response:
        if self._faults is not None:
            self._faults.clear()
        return self._show(body)


def _refuse_web_pages(scope: Scope) -> None:
    """Let no page that somebody's browser shows order anything here; only browsers send an origin."""
    if scope["method"] != "GET" and any(name.lower() == b"origin" for name, _ in scope["headers"]):
        raise Refusal("Forbidden.RAM", "web pages may order nothing here", status=403)


def _failure(status: HTTPStatus, message: str) -> Response:
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
