"""The reference server over HTTP: reads requests, and writes responses in several forms."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .messages import Request, Response
from .service import ReferenceService

__all__ = ["Wire", "serve"]


@dataclass(frozen=True)
class Wire:
    """The form of responses: all of them are valid HTTP."""

    version: str = "HTTP/1.1"
    chunked: bool = False
    close: bool = False
    names: str = "as they are"
    seconds: float = 0.0
    more: tuple[str, ...] = ()

    def head(self, response: Response, method: str) -> bytes:
        """Write the status line and the headers."""
        headers = dict(response.headers)
        if not self.chunked:
            headers["Content-Length"] = str(len(response.body))
        elif method != "HEAD":
            headers["Transfer-Encoding"] = "chunked"
        if self.close:
            headers["Connection"] = "close"
        change = {"upper": str.upper, "lower": str.lower}.get(self.names, str)
        lines = [f"{change(name)}: {text}" for name, text in headers.items()]
        status = f"{self.version} {response.status} Status"
        return "\r\n".join([status, *self.more, *lines, "", ""]).encode("utf-8", "replace")

    def body(self, response: Response) -> bytes:
        """Write the body, as a whole or in chunks of odd sizes."""
        if not self.chunked:
            return response.body
        pieces = [response.body[begin : begin + 97] for begin in range(0, len(response.body), 97)]
        return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""])


class _Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    service: ReferenceService
    wire: Wire

    def handle(self) -> None:
        while request := self._read():
            time.sleep(self.wire.seconds)
            response = self.service.respond(request)
            sent = self.wire.head(response, request.method)
            self.wfile.write(sent if request.method == "HEAD" else sent + self.wire.body(response))
            if self.wire.close or self.wire.version == "HTTP/1.0":
                return

    def _read(self) -> Request | None:
        line = self.rfile.readline(1 << 20).decode("latin-1")
        if not line.strip():
            return None
        method, _, rest = line.partition(" ")
        path, _, query = rest.rpartition(" ")[0].partition("?")
        headers: list[tuple[str, str]] = []
        while header := self.rfile.readline(1 << 20).strip(b"\r\n"):
            name, _, text = header.decode("utf-8", "surrogateescape").partition(":")
            headers.append((name, text))
        length = next((text for name, text in headers if name.lower() == "content-length"), "0")
        return Request(method, path, query, headers, self.rfile.read(int(length)))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Drop a connection that broke, silently: a fault may break it."""


@contextmanager
def serve(service: ReferenceService, wire: Wire | None = None) -> Iterator[str]:
    """Serve on a free port; yield the URL."""
    handler = type("Handler", (_Handler,), {"service": service, "wire": wire or Wire()})
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
