"""TLS, and certificates that are read again on SIGHUP without the loss of a connection."""

import signal
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest
import urllib3

from .processes import PATIENCE, Server, serving, wait_until

HTTP = urllib3.PoolManager(retries=False)


def make_certificate(folder: Path, name: str) -> list[str]:
    """Write a self-signed certificate and its key; return the flags that use them."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1"
    subject = ["-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *words.split(), *subject, *files], check=True, capture_output=True)
    return [f"--tls-certificate={certificate}", f"--tls-key={key}", "--access-log=none"]


def connect(server: Server) -> ssl.SSLSocket:
    """Open a connection, with any certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    return context.wrap_socket(connection)


def served_certificate(server: Server) -> bytes:
    """Return the certificate of a new connection."""
    with connect(server) as connection:
        return connection.getpeercert(binary_form=True) or b""


def get(connection: ssl.SSLSocket) -> bytes:
    """Send a request; return the beginning of its response."""
    connection.sendall(b"GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n")
    return connection.recv(65536)


def test_a_certificate_enables_tls(tmp_path: Path) -> None:
    """And plain text is refused."""
    flags = make_certificate(tmp_path, "127.0.0.1")
    with serving(tmp_path / "data", *flags) as server:
        trusting = urllib3.PoolManager(ca_certs=str(tmp_path / "certificate.pem"), retries=False)
        response = trusting.request("GET", f"{server.url}/nowhere")
        with pytest.raises(urllib3.exceptions.HTTPError):
            HTTP.request("GET", server.url.replace("https", "http"))

    assert server.url.startswith("https://")
    assert (response.status, response.json()["Code"]) == (404, "InvalidApi.NotFound")


def test_sighup_serves_a_new_certificate(tmp_path: Path) -> None:
    """An open connection stays as it is; its next response asks for a new one."""
    with (
        serving(tmp_path / "data", *make_certificate(tmp_path, "first")) as server,
        connect(server) as connection,
    ):
        before, first = served_certificate(server), get(connection)
        make_certificate(tmp_path, "second")
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: served_certificate(server) != before)
        second = get(connection)

    assert first.startswith(b"HTTP/1.1 404 ")
    assert second.startswith(b"HTTP/1.1 404 ")
    assert [b"connection: close" in response for response in (first, second)] == [False, True]


def test_no_request_fails_while_certificates_are_read_again(tmp_path: Path) -> None:
    """With a new connection for each request, and with connections that stay."""
    responses, failures, stop = list[bytes](), list[Exception](), threading.Event()

    def request_each(server: Server, *, stays: bool) -> None:
        connection = connect(server)
        while not stop.is_set():
            try:
                responses.append(get(connection))
                if not stays or b"connection: close" in responses[-1]:
                    connection.close()
                    connection = connect(server)
            except OSError as error:
                failures.append(error)
                return
        connection.close()

    with serving(tmp_path / "data", *make_certificate(tmp_path, "first")) as server:
        threads = [
            threading.Thread(target=request_each, args=(server,), kwargs={"stays": number == 0})
            for number in range(3)
        ]
        for thread in threads:
            thread.start()
        for _ in range(5):
            time.sleep(0.2)
            server.process.send_signal(signal.SIGHUP)
        stop.set()
        for thread in threads:
            thread.join()

    assert failures == []
    assert {response[:12] for response in responses} == {b"HTTP/1.1 404"}


def test_a_request_in_progress_survives_sighup(tmp_path: Path) -> None:
    """It is answered by the server that accepted it."""
    flags = [*make_certificate(tmp_path, "first"), "--admin=127.0.0.1:0", "--faults"]
    with serving(tmp_path / "data", *flags) as server, connect(server) as connection:
        HTTP.request("POST", f"{server.admin}/faults", json={"kind": "wait", "seconds": 1})
        before = served_certificate(server)
        connection.sendall(b"GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n")
        time.sleep(0.3)
        make_certificate(tmp_path, "second")
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: served_certificate(server) != before)
        response = connection.recv(65536)

    assert response.startswith(b"HTTP/1.1 404 ")


def test_an_invalid_certificate_is_not_used(tmp_path: Path) -> None:
    """The former one stays, the fault is logged, and SIGTERM stops the server."""
    with serving(tmp_path / "data", *make_certificate(tmp_path, "first")) as server:
        before = served_certificate(server)
        (tmp_path / "certificate.pem").write_text("no certificate")
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        after = served_certificate(server)
        server.process.send_signal(signal.SIGTERM)
        _, log = server.process.communicate(timeout=PATIENCE)

    assert after == before
    assert "certificate.pem and " in log
    assert "are not a certificate and its private key in PEM" in log
    assert log.rstrip().endswith("still using the former certificate")
    assert server.process.returncode == 0


def test_an_invalid_certificate_is_reported_at_start(tmp_path: Path) -> None:
    """In one line, and the server does not start."""
    flags = make_certificate(tmp_path, "first")
    (tmp_path / "key.pem").write_text("no key")

    with pytest.raises(AssertionError) as caught, serving(tmp_path / "data", *flags):
        pass

    files = f"{tmp_path / 'certificate.pem'} and {tmp_path / 'key.pem'}"
    expected = f"flinkjobs-target: {files}: are not a certificate and its private key in PEM ("
    assert str(caught.value).startswith(expected)
