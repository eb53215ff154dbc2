"""Both built-in transports behind one interface, and servers that violate HTTP."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flinkjobs.transports import AiohttpTransport, Endpoint, Request, Response, Urllib3Transport

__all__ = ["OK", "REQUEST", "Sender", "full_backlog", "receive_request", "tcp_server"]

REQUEST = Request(operation="Any", method="GET", path="/p", query="a=b", headers={"x-a": "b"})
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Sender:
    """Sends requests one after the other, then closes."""

    def __init__(self, way: str, **settings: Any) -> None:
        self.way = way
        self._settings = settings

    def send(self, url: str, timeout: float = 5, times: int = 1) -> Response:
        """Return the last response."""
        endpoint = Endpoint.parse(url, allow_http=True)
        if self.way == "sync":
            transport = Urllib3Transport(**self._settings)
            try:
                return [transport.send(endpoint, REQUEST, timeout) for _ in range(times)][-1]
            finally:
                transport.close()
        return asyncio.run(self._send(endpoint, timeout, times))

    async def _send(self, endpoint: Endpoint, timeout: float, times: int) -> Response:
        transport = AiohttpTransport(**self._settings)
        try:
            return [await transport.send(endpoint, REQUEST, timeout) for _ in range(times)][-1]
        finally:
            await transport.close()


@contextmanager
def tcp_server(serve: Callable[[socket.socket, int], None]) -> Iterator[str]:
    """Run a server whose n-th connection, counted from 0, a function serves; yield its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken: list[socket.socket] = []

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    taken.append(listener.accept()[0])
                    arguments = (taken[-1], len(taken) - 1)
                    threading.Thread(target=quietly, args=arguments, daemon=True).start()

        def quietly(connection: socket.socket, number: int) -> None:
            with contextlib.suppress(OSError):
                serve(connection, number)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in taken:
                connection.close()


def receive_request(connection: socket.socket) -> bytes:
    """Read one request that has no body; nothing when the client has gone."""
    received = b""
    while not received.endswith(b"\r\n\r\n"):
        piece = connection.recv(65536)
        if not piece:
            return b""
        received += piece
    return received


@contextmanager
def full_backlog() -> Iterator[str]:
    """Yield the URL of a server that does not take connections, and does not refuse them either."""
    with socket.socket() as listener, contextlib.ExitStack() as waiting:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):
            client = waiting.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
