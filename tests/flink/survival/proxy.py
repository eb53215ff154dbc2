"""An HTTP proxy before a cluster: it calls a function around each request, as the fake cluster does."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from ...target.clusters.fake_flink import LostError, Moment

__all__ = ["Proxy", "running_proxy"]

_SECONDS = 60.0


class Proxy:
    """The URL of a proxy, and what is called around each of its requests."""

    def __init__(self) -> None:
        self.url = ""
        self.intercept: Callable[[str, Moment], None] = lambda request, moment: None


@contextmanager
def running_proxy(cluster_url: str) -> Iterator[Proxy]:
    """Pass requests on to a cluster, whose connection errors close the connection of the sender."""
    proxy, address = Proxy(), urlsplit(cluster_url).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            request = f"{self.command} {self.path}"
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                proxy.intercept(request, "before")
                status, content = self._forward(body)
                proxy.intercept(request, "after")
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                self.wfile.flush()
                proxy.intercept(request, "answered")
            except (LostError, OSError, http.client.HTTPException):
                self.close_connection = True

        do_GET = do_POST = do_PATCH = handle_any

        def _forward(self, body: bytes) -> tuple[int, bytes]:
            headers = {
                name: value
                for name in ("Content-Type", "Accept")
                if (value := self.headers.get(name))
            }
            with closing(http.client.HTTPConnection(address, timeout=_SECONDS)) as connection:
                connection.request(self.command, self.path, body or None, headers)
                response = connection.getresponse()
                return response.status, response.read()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    proxy.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
