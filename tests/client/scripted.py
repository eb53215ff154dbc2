"""An HTTP server on this machine with canned responses, which records the requests it receives."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

__all__ = [
    "CannedResponse",
    "ReceivedRequest",
    "ScriptedServer",
    "envelope",
    "failure",
    "page_of",
    "refusal",
    "serve",
]


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request as it arrived; header names are lower-case."""

    method: str
    target: str
    headers: dict[str, str]
    peer: int
    body: bytes = b""

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class CannedResponse:
    """A response; one that waits is sent when the server stops."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    waits: bool = False


@dataclass
class ScriptedServer:
    """The running server: its response is always the same, or a function of the request."""

    url: str
    response: CannedResponse | Callable[[ReceivedRequest], CannedResponse] = field(
        default_factory=CannedResponse
    )
    requests: list[ReceivedRequest] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")


def envelope(items: list[Any] | None, **facts: object) -> CannedResponse:
    """Return a page in an envelope."""
    head = {
        "requestId": "R-1",
        "success": True,
        "httpCode": 200,
        "errorCode": "",
        "errorMessage": "",
    }
    facts = {"pageIndex": 1, "pageSize": 10, "totalSize": len(items or []), **facts}
    return CannedResponse(json.dumps({**head, **facts, "data": items}, ensure_ascii=False).encode())


def failure(code: str | None, message: str = "It says no.") -> CannedResponse:
    """Return a failure in an envelope."""
    return envelope([], success=False, errorCode=code, errorMessage=message)


def refusal(status: int, code: str, message: str = "It says no.", **more: object) -> CannedResponse:
    """Return an error response of the gateway."""
    body = {"RequestId": "G-1", "HostId": "h", "Code": code, "Message": message, **more}
    return CannedResponse(json.dumps(body).encode(), status)


def page_of(items: list[Any]) -> Callable[[ReceivedRequest], CannedResponse]:
    """Return a function that responds with pages of a list, which a test may change meanwhile."""

    def respond(request: ReceivedRequest) -> CannedResponse:
        index, size = int(request.query["pageIndex"]), int(request.query["pageSize"])
        page = items[(index - 1) * size : index * size]
        return envelope(page, pageIndex=index, pageSize=size, totalSize=len(items))

    return respond


@contextmanager
def serve() -> Iterator[ScriptedServer]:
    """Run a server for the duration of the context."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.scripted
        finally:
            server.scripted.stopped.set()
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scripted = ScriptedServer(f"http://127.0.0.1:{self.server_address[1]}")

    def handle_error(self, *_: object) -> None:
        """Log nothing: some tests close connections early."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        scripted = self.server.scripted
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        request = ReceivedRequest(self.command, self.path, headers, self.client_address[1], body)
        scripted.requests.append(request)
        respond = scripted.response
        response = respond if isinstance(respond, CannedResponse) else respond(request)
        if response.waits:
            scripted.stopped.wait(5)
        self.send_response(response.status)
        for name, value in {"Content-Length": str(len(response.body)), **response.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Log nothing."""
