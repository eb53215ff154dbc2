"""A load generator: prepared requests over a few connections, each sent after a response."""

import os
import selectors
import socket
import time
from collections.abc import Iterator, Sequence

__all__ = ["RequestCost", "send_requests"]

_CONNECTIONS = 16


class RequestCost:
    """The cost of a request: seconds on the clock, and CPU seconds of the server."""

    def __init__(self, wall: float, cpu: float, requests: int) -> None:
        self.wall = wall / requests
        self.cpu = cpu / requests


def send_requests(pid: int, port: int, requests: Sequence[bytes]) -> RequestCost:
    """Send requests to the server process; each connection waits for an answer before the next.

    Every answer must be as long as the first one, and have status 200.
    """
    expected = _first(port, requests[0])
    waiting = iter(requests[1:])
    cpu, began = _cpu(pid), time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for _ in range(_CONNECTIONS):
            connection = socket.create_connection(("127.0.0.1", port))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _next(selector, connection, waiting, fresh=True)
        while selector.get_map():
            for key, _ in selector.select(10):
                _receive(selector, key, expected, waiting)
    return RequestCost(time.perf_counter() - began, _cpu(pid) - cpu, len(requests) - 1)


def _first(port: int, request: bytes) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = connection.recv(65536)
        head, _, body = answer.partition(b"\r\n\r\n")
        (length,) = [
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ]
        assert answer.startswith(b"HTTP/1.1 200 ") and b'"success":true' in answer, answer[:500]
        while len(body) < length:
            body += connection.recv(65536)
    return len(head) + 4 + length


def _receive(
    selector: selectors.BaseSelector,
    key: selectors.SelectorKey,
    expected: int,
    waiting: Iterator[bytes],
) -> None:
    connection = key.fileobj
    assert isinstance(connection, socket.socket)
    piece = connection.recv(262144)
    received = key.data + len(piece)
    assert piece and received <= expected, "an answer was not like the others"
    if received < expected:
        selector.modify(connection, selectors.EVENT_READ, received)
    else:
        _next(selector, connection, waiting, fresh=False)


def _next(
    selector: selectors.BaseSelector,
    connection: socket.socket,
    waiting: Iterator[bytes],
    *,
    fresh: bool,
) -> None:
    """Send the next request on a connection, or close it when there is none."""
    request = next(waiting, None)
    if request is None:
        if not fresh:
            selector.unregister(connection)
        connection.close()
        return
    connection.sendall(request)
    if fresh:
        selector.register(connection, selectors.EVENT_READ, 0)
    else:
        selector.modify(connection, selectors.EVENT_READ, 0)


def _cpu(pid: int) -> float:
    """Return the CPU seconds, user and system, of a process so far."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
