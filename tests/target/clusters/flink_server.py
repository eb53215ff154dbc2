"""The HTTP server of a fake cluster."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .fake_flink import FakeFlink, LostError

__all__ = ["running_flink"]


@contextmanager
def running_flink(tls: ssl.SSLContext | None = None) -> Iterator[tuple[FakeFlink, str]]:
    """Serve a cluster on a free port, with TLS if its certificate is given; yield it with its URL."""
    flink = FakeFlink()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            request = f"{self.command} {self.path}"
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            flink.requests.append(request)
            try:
                flink.intercept(request, "before")
                status, document = self._document(body)
                flink.intercept(request, "after")
                content = document if isinstance(document, bytes) else json.dumps(document).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", str(document))
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                self.wfile.flush()
                flink.intercept(request, "answered")
            except (LostError, BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_GET = do_POST = do_PATCH = handle_any

        def _document(self, body: bytes) -> tuple[int, object]:
            if flink.authorization not in (None, self.headers.get("Authorization")):
                return 401, {"message": "sign in"}
            return flink.handle(self.command, self.path, body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield flink, f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
