"""A server that records requests, and calls of both clients that it compares."""

import asyncio
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler
from types import ModuleType
from typing import Any, ClassVar, NamedTuple

__all__ = ["Caller", "Handler", "Sent"]


class Sent(NamedTuple):
    """A request as it arrived."""

    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> object:
        """The body, without the boundaries of its parts."""
        return self.parts if "boundary" in self.headers.get("content-type", "") else self.body

    @property
    def fields(self) -> list[str]:
        """The fields of a form."""
        return self.body.decode().split("&")

    @property
    def parts(self) -> list[tuple[str, str | None, str | None, bytes]]:
        """Name, name of the file, media type and content of each part, parsed by Python's own parser."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        message: Any = message_from_bytes(head + self.body)
        return [
            (
                part.get_param("name", header="content-disposition"),
                part.get_filename(),
                part["content-type"],
                part.get_payload(decode=True),
            )
            for part in message.get_payload()
        ]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sent: ClassVar[list[Sent]] = []
    statuses: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        body = self.read_body()
        headers = {name.lower(): value for name, value in self.headers.items()}
        Handler.sent.append(Sent(self.path, headers, body))
        self.send_response(Handler.statuses.pop(0) if Handler.statuses else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_PUT = do_GET = do_POST

    def read_body(self) -> bytes:
        if self.headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("content-length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_: object) -> None:
        """Print nothing."""


class Caller:
    """Calls both clients, which must send the same."""

    def __init__(self, package: ModuleType, endpoint: str) -> None:
        self._package = package
        self._endpoint = endpoint

    def both(self, method: str, **arguments: Any) -> Sent:
        """Call a method of both clients with the same arguments; return what was sent."""
        first, second = self.one(method, **arguments), self.one_async(method, **arguments)
        assert first.target == second.target
        assert first.content == second.content
        return first

    def one(self, method: str, **arguments: Any) -> Sent:
        with self._package.Client(endpoint=self._endpoint) as client:
            getattr(client.parcels, method)(**arguments)
        return Handler.sent[-1]

    def one_async(self, method: str, **arguments: Any) -> Sent:
        async def run() -> None:
            async with self._package.AsyncClient(endpoint=self._endpoint) as client:
                await getattr(client.parcels, method)(**arguments)

        asyncio.run(run())
        return Handler.sent[-1]
