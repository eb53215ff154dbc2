"""An HTTP proxy that signs what it passes on: programs that know no signatures call a target through it."""

import contextlib
import http.client
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from ..contract.contract import Contract, Operation
from ..contract.signing import Key, RawRequest, Signer

__all__ = ["SigningProxy", "running_signing_proxy"]

_SECONDS = 60.0
_PASSED_ON = ("content-type", "workspace")
"""Names of the headers that a target needs; what a runner says of itself is left out."""


@dataclass
class SigningProxy:
    """The target and the key of a proxy, its own URL, and the operations that were called through it."""

    contract: Contract
    target_url: str
    key: Key
    url: str = ""
    operations: list[str] = field(default_factory=list)
    on_response: Callable[[], None] = lambda: None
    """Called once a target has responded, before the sender hears of it."""

    def signed(self, request: RawRequest) -> RawRequest:
        """Sign a request of an operation of the contract."""
        operation = self._operation(request)
        self.operations.append(operation.name)
        return Signer(self.contract.signature).sign(
            self.key,
            request,
            action=operation.name,
            host=urlsplit(self.target_url).netloc,
            now=datetime.now(UTC),
            nonce=uuid.uuid4().hex,
        )

    def _operation(self, request: RawRequest) -> Operation:
        path = request.path.replace("%3A", ":")  # some clients encode that of `jobs:start`
        return next(
            operation
            for operation in self.contract.operations
            if operation.method == request.method and operation.pattern.match(path)
        )


@contextmanager
def running_signing_proxy(contract: Contract, target_url: str, key: Key) -> Iterator[SigningProxy]:
    """Run a proxy before a target, on a free port."""
    proxy = SigningProxy(contract, target_url, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    proxy.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()


def _handler(proxy: SigningProxy) -> type[BaseHTTPRequestHandler]:
    address = urlsplit(proxy.target_url).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            path, _, query = self.path.partition("?")
            headers = {name: value for name in _PASSED_ON if (value := self.headers.get(name))}
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = proxy.signed(RawRequest(self.command, path, query, headers, body))
            with closing(http.client.HTTPConnection(address, timeout=_SECONDS)) as connection:
                connection.request(
                    request.method, request.target, request.body, dict(request.headers)
                )
                response = connection.getresponse()
                content = response.read()
            proxy.on_response()
            with contextlib.suppress(OSError):  # the sender has gone
                self._respond(response.status, content)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any

        def _respond(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
