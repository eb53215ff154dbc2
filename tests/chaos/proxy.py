"""A TCP proxy with random faults, by seed: resets, truncation, delays and error responses."""

import contextlib
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["FaultyProxy", "faulty_proxy"]

_HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
_ERROR_RESPONSES = {
    "429": b"429 Too Many Requests\r\nRetry-After: 0",
    "503": b"503 Service Unavailable\r\nx-acs-retry-after: 20",
    "html": b"502 Bad Gateway\r\nContent-Type: text/html",
}
_LINGER_ZERO = struct.pack("ii", 1, 0)


class FaultyProxy:
    """Forwards requests to a server, or injects a fault."""

    def __init__(self, server: tuple[str, int], *, seed: int, fault_rate: float) -> None:
        self._server = server
        self._fault_rate = fault_rate
        self._rng = random.Random(seed)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._threads: list[threading.Thread] = []
        self._sockets: set[socket.socket] = set()
        self.faults: Counter[str] = Counter()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def accept(self) -> None:
        """Serve connections until the proxy is closed."""
        with contextlib.suppress(OSError):
            while True:
                client = self._listener.accept()[0]
                self._sockets.add(client)
                thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def close(self) -> None:
        """Close all connections, and wait for their threads."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._sockets):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    @property
    def open_connections(self) -> int:
        """The connections that clients hold open."""
        return len(self._sockets)

    def _draw(self) -> tuple[str, float]:
        """Choose the fault of a request, and its amount from 0 to 1."""
        with self._lock:
            is_fine = self._rng.random() >= self._fault_rate
            faults = ("reset", "refuse", "cut", "delay", "stall", "drip", *_ERROR_RESPONSES)
            fault = "none" if is_fine else self._rng.choice(faults)
            self.faults[fault] += 1
            return fault, self._rng.random()

    def _serve(self, client: socket.socket) -> None:
        try:
            with client, socket.create_connection(self._server) as server:
                while request := _message(client):
                    fault, amount = self._draw()
                    if not self._handle(client, server, request, fault, amount):
                        return
        except OSError:
            pass
        finally:
            self._sockets.discard(client)

    def _handle(
        self,
        client: socket.socket,
        server: socket.socket,
        request: bytes,
        fault: str,
        amount: float,
    ) -> bool:
        """Handle a request with a fault; return whether the connection stays open."""
        if fault == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
            return False
        if fault == "refuse":
            return False
        if fault == "stall":
            client.settimeout(2)
            client.recv(1)
            return False
        if fault in _ERROR_RESPONSES:
            head = b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n" % (
                _ERROR_RESPONSES[fault],
                len(_HTML),
            )
            client.sendall(head + _HTML)
            return True
        server.sendall(request)
        response = _message(server)
        if fault == "delay":
            time.sleep(amount / 10)
        if fault == "cut":
            client.sendall(response[: int(amount * (len(response) - 1))])
            return False
        _forward(client, response, drip=fault == "drip")
        return bool(response)


def _forward(client: socket.socket, response: bytes, *, drip: bool) -> None:
    """Forward a response, in twenty pieces with `drip`."""
    size = max(1, len(response) // 20) if drip else len(response) or 1
    for start in range(0, len(response), size):
        client.sendall(response[start : start + size])
        if drip:
            time.sleep(0.002)


def _message(sender: socket.socket) -> bytes:
    """Read one HTTP message; empty when the sender has closed the connection."""
    received = b""
    while b"\r\n\r\n" not in received:
        chunk = sender.recv(65536)
        if not chunk:
            return b""
        received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    length = _length(head)
    while len(body) < length:
        chunk = sender.recv(65536)
        if not chunk:
            return b""
        body += chunk
    return head + b"\r\n\r\n" + body


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


@contextmanager
def faulty_proxy(endpoint: str, *, seed: int, fault_rate: float) -> Iterator[FaultyProxy]:
    """Run a proxy in front of a server for the duration of the context."""
    host, _, port = endpoint.removeprefix("http://").rpartition(":")
    proxy = FaultyProxy((host, int(port)), seed=seed, fault_rate=fault_rate)
    thread = threading.Thread(target=proxy.accept, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join(5)
