"""Hostile clients do not affect the service of others."""

import random
import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from flinkjobs import errors

from ..sizes import IDLE
from .processes import Server, exchange, serving

HEAD = b"GET /api/v2/namespaces/n/jobs HTTP/1.1\r\nhost: a\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an idle timeout of two seconds."""
    data = tmp_path_factory.mktemp("data") / "data"
    with serving(data, "--access-log=none", "--idle-seconds=2") as running:
        yield running


def seconds_of_a_call(server: Server) -> float:
    """Send a request on a new connection; return its duration."""
    started = time.perf_counter()
    with server.client(timeout=5) as client, pytest.raises(errors.NotFoundError):
        client.jobs.list(deployment_id="d")
    return time.perf_counter() - started


def test_a_slow_client_delays_no_other(server: Server) -> None:
    """And its connection is closed at the timeout."""
    stop = threading.Event()
    closed = []

    def dribble() -> None:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as slow:
            started = time.monotonic()
            for index in range(len(HEAD)):
                if stop.is_set():
                    return
                try:
                    slow.sendall(HEAD[index : index + 1])
                except OSError:
                    closed.append(time.monotonic() - started)
                    return
                stop.wait(0.2)

    threads = [threading.Thread(target=dribble) for _ in range(20)]
    for thread in threads:
        thread.start()
    longest = max(seconds_of_a_call(server) for _ in range(20))
    deadline = time.monotonic() + 8
    while len(closed) < len(threads) and time.monotonic() < deadline:
        time.sleep(0.1)
    stop.set()
    for thread in threads:
        thread.join()

    assert longest < 1
    assert len(threads) == len(closed)


def test_idle_connections_block_no_other(server: Server) -> None:
    """As many as the limit of open files allows, or the configured number."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    with ExitStack() as stack:
        for _ in range(min(IDLE, allowed - 200)):
            idle = socket.create_connection(("127.0.0.1", server.port), timeout=5)
            stack.enter_context(idle)

        assert max(seconds_of_a_call(server) for _ in range(10)) < 1


def test_a_header_of_a_megabyte_is_refused(server: Server) -> None:
    """Before it is read completely."""
    responses = []
    for size in (100_000, 1_000_000):
        try:
            responses.append(exchange(server.port, HEAD + b"x: " + b"a" * size + b"\r\n\r\n")[:12])
        except ConnectionResetError:
            responses.append(b"HTTP/1.1 431")

    assert responses == [b"HTTP/1.1 431"] * 2
    assert seconds_of_a_call(server) < 1


def test_pipelined_garbage_is_refused(server: Server) -> None:
    """Requests before it are handled separately."""
    request = HEAD + b"\r\n"

    received = exchange(server.port, request * 3 + b"\x00\xff garbage \r\n\r\n")

    assert received.count(b'"Code":"MissingAuthorization"') == 3
    assert seconds_of_a_call(server) < 1


def test_random_bytes_cause_no_server_error(server: Server) -> None:
    """Alone and after the beginning of a request."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    for _ in range(50):
        noise = rng.randbytes(rng.randint(1, 3000))
        request = rng.choice([b"", HEAD, HEAD + b"\r\n"]) + noise + b"\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            try:
                response = connection.recv(65536)
            except ConnectionResetError:
                response = b""

        assert not response.startswith(b"HTTP/1.1 5"), request

    assert seconds_of_a_call(server) < 1
    assert server.process.poll() is None
