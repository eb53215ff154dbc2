"""What a transport does not wait for, does not take in and does not send again."""

import gzip
import socket
import time

import pytest

from flinkjobs import ConnectionFailed, TimedOut, UndecodableAnswer

from .scripted import Answer, Script
from .sending import OK, Sender, full_backlog, receive_request, tcp_server


@pytest.fixture(params=["sync", "async"])
def way(request: pytest.FixtureRequest) -> str:
    """The transport of either client."""
    return str(request.param)


def test_connecting_takes_too_long(way: str) -> None:
    """A server that takes no connection is a time-out of connecting."""
    with full_backlog() as url, pytest.raises(TimedOut) as caught:
        Sender(way).send(url, timeout=0.2)

    assert f"no connection to {url} within 0.2 s" == caught.value.message


def test_answer_does_not_begin(way: str) -> None:
    """A server that takes the request and is silent is a time-out of reading."""

    def silent(connection: socket.socket, number: int) -> None:
        receive_request(connection)
        connection.recv(1)

    with tcp_server(silent) as url, pytest.raises(TimedOut) as caught:
        Sender(way).send(url, timeout=0.2)

    assert f"{url} did not answer within 0.2 s" == caught.value.message


@pytest.mark.parametrize("part", ["head", "body"])
def test_answer_does_not_end(way: str, part: str) -> None:
    """A server that drips, each byte well in time, is a time-out of the whole answer."""

    def drip(connection: socket.socket, number: int) -> None:
        receive_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        if part == "body":
            connection.sendall(b"Content-Length: 1000\r\n\r\n")
        for _ in range(100):
            time.sleep(0.05)
            connection.sendall(b"x")

    begin = time.monotonic()
    with tcp_server(drip) as url, pytest.raises(TimedOut) as caught:
        Sender(way).send(url, timeout=0.3)

    assert time.monotonic() - begin < 1
    late = "did not finish its answer" if part == "body" else "did not answer"
    assert f"{url} {late} within 0.3 s" == caught.value.message


def test_refused(way: str) -> None:
    """A server that is not there is a failure of the connection, not a time-out."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectionFailed, match=f"127.0.0.1:{port}") as caught:
        Sender(way).send(f"http://127.0.0.1:{port}")

    assert not isinstance(caught.value, TimedOut)
    assert caught.value.retryable


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200", OK[:30], OK[:-1]])
def test_cut_off(way: str, answer: bytes) -> None:
    """A connection that ends before the answer does is a failure, never a shorter answer."""

    def cut(connection: socket.socket, number: int) -> None:
        receive_request(connection)
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_WR)

    with tcp_server(cut) as url, pytest.raises(ConnectionFailed) as caught:
        Sender(way).send(url)

    assert not isinstance(caught.value, TimedOut)


def test_sent_once(way: str) -> None:
    """A request whose kept connection was dropped is not sent again behind the caller's back."""
    received = []

    def drop_the_second(connection: socket.socket, number: int) -> None:
        received.append(receive_request(connection))
        connection.sendall(OK)
        received.append(receive_request(connection))

    def serve(connection: socket.socket, number: int) -> None:
        drop_the_second(connection, number)
        connection.shutdown(socket.SHUT_RDWR)

    with tcp_server(serve) as url, pytest.raises(ConnectionFailed):
        Sender(way).send(url, times=2)

    assert 2 == len([one for one in received if one])


def test_redirects_are_not_followed(way: str, script: Script) -> None:
    """A redirect is an answer like any other: a signature is for one address."""
    script.answer = Answer(b"", 302, {"Location": "http://127.0.0.1:9/"})

    assert 302 == Sender(way).send(script.url).status
    assert 1 == len(script.asked)


@pytest.mark.parametrize("size", [100, 101])
@pytest.mark.parametrize("form", ["sized", "chunked", "until closed", "packed"])
def test_largest_answer(way: str, size: int, form: str) -> None:
    """An answer of more bytes than allowed is refused, however it comes, once unpacked."""
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

    sender = Sender(way, largest_answer=100)
    with tcp_server(serve) as url:
        if size == 100:
            assert body == sender.send(url).body
            return
        with pytest.raises(UndecodableAnswer) as caught:
            sender.send(url)

    assert "the answer is larger than 100 bytes; it was not read to its end" == caught.value.message
    assert 200 == caught.value.status


def test_a_refused_connection_is_told_in_the_systems_words(way: str) -> None:
    """Nothing of what a transport is made of is in the message."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"

    with pytest.raises(ConnectionFailed) as caught:
        Sender(way).send(url, timeout=5)
    assert f"no connection to {url}: Connection refused" == caught.value.message
    assert (caught.value.remedy or "").startswith("Check that the server runs")


def test_a_server_without_tls_is_told_as_such(way: str, script: Script) -> None:
    """Whoever forgets http:// before a plain server learns what may be wrong."""
    url = script.url.replace("http://", "https://")

    with pytest.raises(ConnectionFailed) as caught:
        Sender(way).send(url, timeout=5)
    assert caught.value.message.startswith(f"no connection to {url}: ")
    assert caught.value.message.endswith("; it may not speak TLS")
