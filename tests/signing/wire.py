"""A server on this machine that keeps what arrives, as it was on the wire."""

from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Arrived", "Listener"]

EMPTY_PAGE = b'{"requestId":"r","success":true,"httpCode":200,"totalSize":0,"data":[]}'


@dataclass(frozen=True, slots=True)
class Arrived:
    """A request as it arrived; header names are lower-case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """What arrived so far, and where to send more."""

    host: str
    arrived: list[Arrived] = field(default_factory=list)


class Server(ThreadingHTTPServer):
    """Answers every request with an empty page."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.listener = Listener(f"127.0.0.1:{self.server_address[1]}")


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.listener.arrived.append(Arrived(self.command, self.path, headers, body))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(EMPTY_PAGE)))
        self.end_headers()
        self.wfile.write(EMPTY_PAGE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
