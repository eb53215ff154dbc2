"""Whose certificates are trusted."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from flinkjobs import TransportError

from .sending import OK, Sender, receive_request, tcp_server


@pytest.fixture(params=["sync", "async"])
def way(request: pytest.FixtureRequest) -> str:
    """The transport of either client."""
    return str(request.param)


@pytest.fixture
def authority() -> trustme.CA:
    """An unknown certificate authority."""
    return trustme.CA()


@pytest.fixture
def server_name() -> str:
    """The host of the server's certificate."""
    return "localhost"


@pytest.fixture
def url(authority: trustme.CA, server_name: str) -> Iterator[str]:
    """A server with a certificate of that authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(server_name).configure_cert(context)

    def serve(connection: socket.socket, number: int) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            receive_request(secured)
            secured.sendall(OK)
            secured.recv(1)

    with tcp_server(serve) as plain:
        yield plain.replace("http://127.0.0.1", "https://localhost")


def test_unknown_authority(way: str, url: str) -> None:
    """An untrusted certificate is refused, by name, and not retried."""
    with pytest.raises(TransportError) as caught:
        Sender(way).send(url)

    assert f"the certificate of {url} is not trusted: " in caught.value.message
    assert "name the file of its issuer's certificate in SSL_CERT_FILE" in caught.value.message
    assert not caught.value.retryable


def test_certificate_file(
    way: str, url: str, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The authorities of the file that SSL_CERT_FILE names are trusted."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))

    assert Sender(way).send(url).body == b"ok"


def test_own_context(way: str, url: str, authority: trustme.CA, tmp_path: Path) -> None:
    """A context of the user's own says whom to trust."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.create_default_context(cafile=tmp_path / "ca.pem")

    assert Sender(way, ssl_context=context).send(url).body == b"ok"


@pytest.mark.parametrize("server_name", ["other.example"])
def test_other_name(way: str, url: str, authority: trustme.CA) -> None:
    """A certificate for another host is refused, though its authority is trusted."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with pytest.raises(TransportError, match=r"is not trusted: .*localhost"):
        Sender(way, ssl_context=context).send(url)
