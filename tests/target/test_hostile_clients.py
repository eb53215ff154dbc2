"""Whatever some clients do, the others are served."""

import os
import random
import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from flinkjobs import errors

from .processes import Server, exchange, serving

IDLE = int(os.environ.get("FLINKJOBS_TEST_IDLE", "1000"))
HEAD = b"GET /api/v2/namespaces/n/jobs HTTP/1.1\r\nhost: a\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that waits for nobody longer than two seconds."""
    data = tmp_path_factory.mktemp("data") / "data"
    with serving(data, "--access-log=none", "--idle-seconds=2") as running:
        yield running


def seconds_of_a_call(server: Server) -> float:
    """Call as any client does, on a connection of its own; give the time it took."""
    began = time.perf_counter()
    with server.client(timeout=5) as client, pytest.raises(errors.NotFoundError):
        client.jobs.list(deployment_id="d")
    return time.perf_counter() - began


def test_a_client_that_sends_a_byte_a_second_holds_nobody_up(server: Server) -> None:
    """And is not waited for longer than for anybody else."""
    stop = threading.Event()
    closed = []

    def dribble() -> None:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as slow:
            began = time.monotonic()
            for place in range(len(HEAD)):
                if stop.is_set():
                    return
                try:
                    slow.sendall(HEAD[place : place + 1])
                except OSError:
                    closed.append(time.monotonic() - began)
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


def test_idle_connections_keep_nobody_out(server: Server) -> None:
    """As many as files may be open, or as many as the suite takes time for."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    with ExitStack() as stack:
        for _ in range(min(IDLE, allowed - 200)):
            idle = socket.create_connection(("127.0.0.1", server.port), timeout=5)
            stack.enter_context(idle)

        assert max(seconds_of_a_call(server) for _ in range(10)) < 1


def test_a_header_of_a_megabyte_is_refused(server: Server) -> None:
    """Before all of it was read."""
    answers = []
    for size in (100_000, 1_000_000):
        try:
            answers.append(exchange(server.port, HEAD + b"x: " + b"a" * size + b"\r\n\r\n")[:12])
        except ConnectionResetError:
            answers.append(b"HTTP/1.1 431")

    assert [b"HTTP/1.1 431"] * 2 == answers
    assert seconds_of_a_call(server) < 1


def test_pipelined_garbage_is_refused(server: Server) -> None:
    """What came before it is answered, each request by itself."""
    request = HEAD + b"\r\n"

    received = exchange(server.port, request * 3 + b"\x00\xff garbage \r\n\r\n")

    assert 3 == received.count(b'"Code":"MissingAuthorization"')
    assert seconds_of_a_call(server) < 1


def test_bytes_at_random_make_nothing_fail(server: Server) -> None:
    """Neither alone nor after the beginning of a request."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(50):
        noise = chance.randbytes(chance.randint(1, 3000))
        sent = chance.choice([b"", HEAD, HEAD + b"\r\n"]) + noise + b"\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            try:
                answer = connection.recv(65536)
            except ConnectionResetError:
                answer = b""

        assert not answer.startswith(b"HTTP/1.1 5"), sent

    assert seconds_of_a_call(server) < 1
    assert server.process.poll() is None
