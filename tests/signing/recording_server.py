"""An HTTP server on this machine that records requests as they were on the wire."""

from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["ReceivedRequest", "Recording", "RecordingServer"]

EMPTY_PAGE = b'{"requestId":"r","success":true,"httpCode":200,"totalSize":0,"data":[]}'


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request as it arrived; header names are lower-case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Recording:
    """The address of the server, and the requests that it has received."""

    host: str
    requests: list[ReceivedRequest] = field(default_factory=list)


class RecordingServer(ThreadingHTTPServer):
    """Responds to every request with an empty page."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.recording = Recording(f"127.0.0.1:{self.server_address[1]}")


class _Handler(BaseHTTPRequestHandler):
    server: RecordingServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.recording.requests.append(
            ReceivedRequest(self.command, self.path, headers, body)
        )
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(EMPTY_PAGE)))
        self.end_headers()
        self.wfile.write(EMPTY_PAGE)

    def log_message(self, *_: object) -> None:
        """Log nothing."""
