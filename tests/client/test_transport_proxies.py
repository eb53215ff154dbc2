"""Proxies of the environment, and the hosts that NO_PROXY exempts."""

import socket
import ssl

import pytest
import trustme

from flinkjobs import TransportError
from flinkjobs._runtime.transport.proxies import bypasses_proxy, find_proxy
from flinkjobs.transports import Endpoint

from .sending import OK, Sender, receive_request, tcp_server


@pytest.fixture(params=["sync", "async"])
def way(request: pytest.FixtureRequest) -> str:
    """The transport of either client."""
    return str(request.param)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with an environment that names none."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("host", "no_proxy", "exempt"),
    [
        ("flink.example", "", False),
        ("flink.example", "*", True),
        ("flink.example", "flink.example", True),
        ("flink.example", "FLINK.Example", True),
        ("flink.example", "other, flink.example", True),
        ("flink.example", "other flink.example", True),
        ("flink.example", "example", True),
        ("flink.example", ".example", True),
        ("flink.example", "*.example", True),
        ("flink.example", "ink.example", False),
        ("flink.example", "flink.example.org", False),
        ("flink.example:8443", "flink.example:8443", True),
        ("flink.example:8443", "flink.example:443", False),
        ("flink.example", "flink.example:443", True),
        ("10.1.2.3", "10.1.2.3", True),
        ("10.1.2.3", "10.1.2.3:443", True),
        ("10.1.2.3", "10.1.2.3:80", False),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("10.1.2.3:8443", "10.0.0.0/8", True),
        ("10.1.2.3", "10.1.0.0/24", False),
        ("10.1.2.3", "2.3", False),
        ("10.1.2.3", "10.0.0.0/99, not/anything", False),
        ("[fd00::5]", "fd00::/8", True),
        ("[fd00::5]:8443", "fd00:0::5", True),
        ("[fd00::5]", "[fd00::5]:443", True),
        ("[fd00::5]", "10.0.0.0/8", False),
        ("[::ffff:10.1.2.3]", "10.0.0.0/8", True),
        ("flink.example", "10.0.0.0/8", False),
        ("flink.example", ".", False),
    ],
)
def test_no_proxy(host: str, no_proxy: str, exempt: bool) -> None:
    """NO_PROXY names domains, addresses and networks, with and without a port."""
    assert bypasses_proxy(Endpoint("https", host), no_proxy) == exempt


def test_proxy_by_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each scheme has its proxy; a proxy without a scheme is an http one."""
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("no_proxy", "10.0.0.0/8")

    assert find_proxy(Endpoint("https", "flink.example")) == "http://proxy.example:3128"
    assert find_proxy(Endpoint("http", "flink.example")) is None
    assert find_proxy(Endpoint("https", "10.1.2.3")) is None


def test_network_is_called_directly(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address in a network of NO_PROXY is called without the proxy."""

    def serve(connection: socket.socket, number: int) -> None:
        receive_request(connection)
        connection.sendall(OK)

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.0/8")
    with tcp_server(serve) as url:
        assert Sender(way).send(url).body == b"ok"


def test_https_through_a_proxy(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secure request goes through a tunnel: the proxy sees the host, and nothing else."""
    authority, connects = trustme.CA(), []
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("flink.invalid").configure_cert(secure)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)

    def proxy(connection: socket.socket, number: int) -> None:
        connects.append(receive_request(connection))
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        with secure.wrap_socket(connection, server_side=True) as secured:
            receive_request(secured)
            secured.sendall(OK)
            secured.recv(1)

    with tcp_server(proxy) as url:
        monkeypatch.setenv("https_proxy", url.replace("//", "//user:word@"))
        response = Sender(way, ssl_context=trusting).send("https://flink.invalid")

    assert response.body == b"ok"
    assert connects[0].startswith(b"CONNECT flink.invalid:443 HTTP/1.")
    assert b"proxy-authorization: basic dxnlcjp3b3jk" in connects[0].lower()
    assert b"x-a" not in connects[0].lower()


def test_proxy_is_not_there(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that is not there is a failure of the connection."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(TransportError):
        Sender(way).send("http://flink.invalid")
