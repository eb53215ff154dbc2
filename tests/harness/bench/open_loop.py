"""An open-loop load generator: each request is sent when it is due, whether others are answered or not.

Latency is counted from the time at which a request was due, so that a server that stalls does not
stop the clock. The generator's own lateness is part of it, and reported beside it.
"""

import random
import selectors
import socket
import statistics
import time
from collections import Counter, deque
from collections.abc import Sequence

from msgspec import Struct

__all__ = ["LoadResult", "Percentiles", "send_open_loop"]

_SETTLE = 10.0
"""Seconds to wait for the last responses."""


class Percentiles(Struct, frozen=True):
    """The median, the 99th percentile and the maximum of durations in seconds."""

    p50: float
    p99: float
    maximum: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Percentiles":
        """Compute the percentiles of at least two durations."""
        cuts = statistics.quantiles(seconds, n=100)
        return cls(cuts[49], cuts[98], max(seconds))

    def __str__(self) -> str:
        return (
            f"p50 {self.p50 * 1000:.2f} p99 {self.p99 * 1000:.2f} max {self.maximum * 1000:.1f} ms"
        )


class LoadResult(Struct, frozen=True):
    """The outcome of a run: statuses, latencies of successes, and the generator's lateness."""

    statuses: Counter[int]
    latency: Percentiles
    lateness: Percentiles
    unanswered: int


class _Exchange(Struct, eq=False):
    """A request on a connection, and the part of its response that has arrived."""

    due: float
    received: bytearray


class _Generator:
    """Sends requests on as many connections as are needed."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._selector = selectors.DefaultSelector()
        self._idle: deque[socket.socket] = deque()
        self.statuses: Counter[int] = Counter()
        self.latencies: list[float] = []
        self.lateness: list[float] = []

    @property
    def waiting(self) -> int:
        """The number of requests without a response."""
        return len(self._selector.get_map())

    def send(self, request: bytes, due: float) -> None:
        """Send a request on an idle connection, or on a new one."""
        connection = self._idle.pop() if self._idle else self._connect()
        connection.sendall(request)
        self.lateness.append(time.perf_counter() - due)
        self._selector.register(connection, selectors.EVENT_READ, _Exchange(due, bytearray()))

    def receive(self, seconds: float) -> None:
        """Receive what arrives within some seconds."""
        if not self.waiting:
            time.sleep(max(0.0, seconds))
            return
        for key, _ in self._selector.select(max(0.0, seconds)):
            connection, exchange = key.fileobj, key.data
            assert isinstance(connection, socket.socket)
            exchange.received += connection.recv(262144)
            if _complete(exchange.received):
                self._selector.unregister(connection)
                self._idle.append(connection)
                self._count(exchange)

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self._port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _count(self, exchange: _Exchange) -> None:
        status = int(exchange.received[9:12])
        self.statuses[status] += 1
        if status == 200:
            self.latencies.append(time.perf_counter() - exchange.due)

    def close(self) -> None:
        """Close all connections."""
        for key in list(self._selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        for connection in self._idle:
            connection.close()
        self._selector.close()


def send_open_loop(port: int, requests: Sequence[bytes], rate: float, seed: int = 1) -> LoadResult:
    """Send requests at random times, on average `rate` a second."""
    rng, generator = random.Random(seed), _Generator(port)
    try:
        due = time.perf_counter() + 0.1
        for request in requests:
            due += rng.expovariate(rate)
            while (remaining := due - time.perf_counter()) > 0:
                generator.receive(remaining)
            generator.send(request, due)
            generator.receive(0)
        until = time.perf_counter() + _SETTLE
        while generator.waiting and time.perf_counter() < until:
            generator.receive(0.1)
        return LoadResult(
            generator.statuses,
            Percentiles.of(generator.latencies),
            Percentiles.of(generator.lateness),
            generator.waiting,
        )
    finally:
        generator.close()


def _complete(received: bytearray) -> bool:
    """Whether a response has arrived completely."""
    head, separator, body = received.partition(b"\r\n\r\n")
    if not separator:
        return False
    lines = head.lower().split(b"\r\n")
    lengths = [int(line[15:]) for line in lines if line.startswith(b"content-length:")]
    return len(body) >= lengths[0]
