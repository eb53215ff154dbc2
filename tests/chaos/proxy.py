"""A TCP proxy that fails its clients: at random, by seed, in all the ways networks do."""

import contextlib
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Chaos", "chaos_before"]

_HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
_REFUSALS = {
    "429": b"429 Too Many Requests\r\nRetry-After: 0",
    "503": b"503 Service Unavailable\r\nx-acs-retry-after: 20",
    "html": b"502 Bad Gateway\r\nContent-Type: text/html",
}
_ENDS = struct.pack("ii", 1, 0)


class Chaos:
    """Passes requests on to a server, or does something worse with them."""

    def __init__(self, server: tuple[str, int], *, seed: int, trouble: float) -> None:
        self._server = server
        self._trouble = trouble
        self._chance = random.Random(seed)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._threads: list[threading.Thread] = []
        self._sockets: set[socket.socket] = set()
        self.done: Counter[str] = Counter()
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
        """End all connections, and wait until nothing is left of them."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    @property
    def open_connections(self) -> int:
        """The connections that clients hold open."""
        return len(self._sockets)

    def _draw(self) -> tuple[str, float]:
        """Choose what happens to a request, and a number for how much of it."""
        with self._lock:
            fine = self._chance.random() >= self._trouble
            kinds = ("reset", "refuse", "cut", "delay", "stall", "drip", *_REFUSALS)
            what = "fine" if fine else self._chance.choice(kinds)
            self.done[what] += 1
            return what, self._chance.random()

    def _serve(self, client: socket.socket) -> None:
        try:
            with client, socket.create_connection(self._server) as server:
                while request := _message(client):
                    what, amount = self._draw()
                    if not self._answer(client, server, request, what, amount):
                        return
        except OSError:
            pass
        finally:
            self._sockets.discard(client)

    def _answer(
        self, client: socket.socket, server: socket.socket, request: bytes, what: str, amount: float
    ) -> bool:
        """Do to a request what was drawn; tell whether the connection lives on."""
        if what == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ENDS)
            return False
        if what == "refuse":
            return False
        if what == "stall":
            client.settimeout(2)
            client.recv(1)
            return False
        if what in _REFUSALS:
            head = b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n" % (_REFUSALS[what], len(_HTML))
            client.sendall(head + _HTML)
            return True
        server.sendall(request)
        answer = _message(server)
        if what == "delay":
            time.sleep(amount / 10)
        if what == "cut":
            client.sendall(answer[: int(amount * (len(answer) - 1))])
            return False
        _pass_on(client, answer, drip=what == "drip")
        return bool(answer)


def _pass_on(client: socket.socket, answer: bytes, *, drip: bool) -> None:
    """Pass an answer on, in twenty pieces when it is to drip."""
    size = max(1, len(answer) // 20) if drip else len(answer) or 1
    for start in range(0, len(answer), size):
        client.sendall(answer[start : start + size])
        if drip:
            time.sleep(0.002)


def _message(sender: socket.socket) -> bytes:
    """Read one HTTP message; nothing when the sender has gone."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = sender.recv(65536)
        if not piece:
            return b""
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    length = _length(head)
    while len(body) < length:
        piece = sender.recv(65536)
        if not piece:
            return b""
        body += piece
    return head + b"\r\n\r\n" + body


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


@contextmanager
def chaos_before(endpoint: str, *, seed: int, trouble: float) -> Iterator[Chaos]:
    """Run a proxy before a server for as long as the context lasts."""
    host, _, port = endpoint.removeprefix("http://").rpartition(":")
    chaos = Chaos((host, int(port)), seed=seed, trouble=trouble)
    thread = threading.Thread(target=chaos.accept, daemon=True)
    thread.start()
    try:
        yield chaos
    finally:
        chaos.close()
        thread.join(5)
