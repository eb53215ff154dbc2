"""Limits of transports: no endless waits, no oversized responses, no repeated requests."""

import gzip
import socket
import time

import pytest

from flinkjobs import InvalidResponseError, RequestTimeoutError, TransportError

from .scripted import CannedResponse, ScriptedServer
from .sending import OK, Sender, full_backlog, receive_request, tcp_server


@pytest.fixture(params=["sync", "async"])
def way(request: pytest.FixtureRequest) -> str:
    """The transport of either client."""
    return str(request.param)


def test_connect_timeout(way: str) -> None:
    """A server that accepts no connection is a timeout of connecting."""
    with full_backlog() as url, pytest.raises(RequestTimeoutError) as caught:
        Sender(way).send(url, timeout=0.2)

    assert caught.value.message == f"no connection to {url} within 0.2 s"


def test_response_does_not_begin(way: str) -> None:
    """A server that receives the request and is silent is a timeout of reading."""

    def silent(connection: socket.socket, number: int) -> None:
        receive_request(connection)
        connection.recv(1)

    with tcp_server(silent) as url, pytest.raises(RequestTimeoutError) as caught:
        Sender(way).send(url, timeout=0.2)

    assert caught.value.message == f"{url} did not respond within 0.2 s"


@pytest.mark.parametrize("part", ["head", "body"])
def test_response_does_not_end(way: str, part: str) -> None:
    """A server that drips, each byte in time, is a timeout of the whole response."""

    def drip(connection: socket.socket, number: int) -> None:
        receive_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        if part == "body":
            connection.sendall(b"Content-Length: 1000\r\n\r\n")
        for _ in range(100):
            time.sleep(0.05)
            connection.sendall(b"x")

    begin = time.monotonic()
    with tcp_server(drip) as url, pytest.raises(RequestTimeoutError) as caught:
        Sender(way).send(url, timeout=0.3)

    assert time.monotonic() - begin < 1
    failure = "did not finish its response" if part == "body" else "did not respond"
    assert caught.value.message == f"{url} {failure} within 0.3 s"


def test_refused(way: str) -> None:
    """A server that is not there is a failure of the connection, not a time-out."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(TransportError, match=f"127.0.0.1:{port}") as caught:
        Sender(way).send(f"http://127.0.0.1:{port}")

    assert not isinstance(caught.value, RequestTimeoutError)
    assert caught.value.retryable


@pytest.mark.parametrize("response", [b"", b"HTTP/1.1 200", OK[:30], OK[:-1]])
def test_truncated_response(way: str, response: bytes) -> None:
    """A connection that ends before the response does is a failure, never a shorter response."""

    def cut(connection: socket.socket, number: int) -> None:
        receive_request(connection)
        connection.sendall(response)
        connection.shutdown(socket.SHUT_WR)

    with tcp_server(cut) as url, pytest.raises(TransportError) as caught:
        Sender(way).send(url)

    assert not isinstance(caught.value, RequestTimeoutError)


def test_sent_once(way: str) -> None:
    """A request whose pooled connection was closed is not sent again by the transport."""
    received = []

    def drop_the_second(connection: socket.socket, number: int) -> None:
        received.append(receive_request(connection))
        connection.sendall(OK)
        received.append(receive_request(connection))

    def serve(connection: socket.socket, number: int) -> None:
        drop_the_second(connection, number)
        connection.shutdown(socket.SHUT_RDWR)

    with tcp_server(serve) as url, pytest.raises(TransportError):
        Sender(way).send(url, times=2)

    assert len([request for request in received if request]) == 2


def test_redirects_are_not_followed(way: str, server: ScriptedServer) -> None:
    """A redirect is a response like any other: a signature is for one address."""
    server.response = CannedResponse(b"", 302, {"Location": "http://127.0.0.1:9/"})

    assert Sender(way).send(server.url).status == 302
    assert len(server.requests) == 1


@pytest.mark.parametrize("size", [100, 101])
@pytest.mark.parametrize("form", ["sized", "chunked", "until closed", "packed"])
def test_max_response_bytes(way: str, size: int, form: str) -> None:
    """A response above the limit is refused, with or without compression."""
    body = b"x" * size
    packed = gzip.compress(body)
    head, sent = {
        "sized": (f"Content-Length: {size}", body),
        "chunked": ("Transfer-Encoding: chunked", b"%x\r\n%b\r\n0\r\n\r\n" % (size, body)),
        "until closed": ("Connection: close", body),
        "packed": (f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}", packed),
    }[form]

    def serve(connection: socket.socket, number: int) -> None:
        receive_request(connection)
        connection.sendall(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + sent)
        connection.shutdown(socket.SHUT_WR)

    sender = Sender(way, max_response_bytes=100)
    with tcp_server(serve) as url:
        if size == 100:
            assert sender.send(url).body == body
            return
        with pytest.raises(InvalidResponseError) as caught:
            sender.send(url)

    assert (
        caught.value.message == "the response is larger than 100 bytes; it was not read to its end"
    )
    assert caught.value.status == 200


def test_message_of_a_refused_connection(way: str) -> None:
    """The message of a refused connection is that of the operating system."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"

    with pytest.raises(TransportError) as caught:
        Sender(way).send(url, timeout=5)
    assert caught.value.message == f"no connection to {url}: Connection refused"
    assert (caught.value.remedy or "").startswith("Check that the server runs")


def test_message_for_a_server_without_tls(way: str, server: ScriptedServer) -> None:
    """The error for a plain server called with https names the likely reason."""
    url = server.url.replace("http://", "https://")

    with pytest.raises(TransportError) as caught:
        Sender(way).send(url, timeout=5)
    assert caught.value.message.startswith(f"no connection to {url}: ")
    assert caught.value.message.endswith("; it may not speak TLS")
