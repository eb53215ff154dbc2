"""A server on this machine that answers as a test says, and keeps what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

__all__ = ["Answer", "Asked", "Script", "envelope", "failure", "page_of", "refusal", "serve"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived; header names are lower-case."""

    method: str
    target: str
    headers: dict[str, str]
    peer: int

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; one that waits is answered when the server stops."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    waits: bool = False


@dataclass
class Script:
    """What the server answers: always the same, or what a function makes of the request."""

    url: str
    answer: Answer | Callable[[Asked], Answer] = field(default_factory=Answer)
    asked: list[Asked] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")


def envelope(items: list[Any], **facts: object) -> Answer:
    """Write a page."""
    head = {
        "requestId": "R-1",
        "success": True,
        "httpCode": 200,
        "errorCode": "",
        "errorMessage": "",
    }
    facts = {"pageIndex": 1, "pageSize": 10, "totalSize": len(items), **facts}
    return Answer(json.dumps({**head, **facts, "data": items}, ensure_ascii=False).encode())


def failure(code: str | None, message: str = "It says no.") -> Answer:
    """Write a failure inside an envelope."""
    return envelope([], success=False, errorCode=code, errorMessage=message)


def refusal(status: int, code: str, message: str = "It says no.", **more: object) -> Answer:
    """Write a refusal of the gateway."""
    body = {"RequestId": "G-1", "HostId": "h", "Code": code, "Message": message, **more}
    return Answer(json.dumps(body).encode(), status)


def page_of(items: list[Any]) -> Callable[[Asked], Answer]:
    """Answer each page of a list that a test may change meanwhile."""

    def answer(asked: Asked) -> Answer:
        index, size = int(asked.query["pageIndex"]), int(asked.query["pageSize"])
        part = items[(index - 1) * size : index * size]
        return envelope(part, pageIndex=index, pageSize=size, totalSize=len(items))

    return answer


@contextmanager
def serve() -> Iterator[Script]:
    """Run a server for as long as the context lasts."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.script
        finally:
            server.script.stopped.set()
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = Script(f"http://127.0.0.1:{self.server_address[1]}")

    def handle_error(self, *_: object) -> None:
        """Say nothing: a client that leaves early is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        script = self.server.script
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, self.client_address[1])
        script.asked.append(asked)
        answer = script.answer if isinstance(script.answer, Answer) else script.answer(asked)
        if answer.waits:
            script.stopped.wait(5)
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
