"""Clusters behind TLS: an issuer of one's own, and secrets that are read from files."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from flinkjobs_target.cluster_credentials import Credentials, read_credentials
from flinkjobs_target.engine.flink.cluster import Cluster
from flinkjobs_target.engine.interface import AwayError
from flinkjobs_target.errors import TargetError

from .conftest import FlinkServer
from .flink_server import running_flink
from .operated_loop import OpenLoop

_ISSUER = 'ca = "issuer.pem"\n'
_CERTIFICATE = 'certificate = "client.pem"\nkey = "client.key"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an issuer, and certificates of it for the server and for a client."""
    folder, issuer = tmp_path_factory.mktemp("tls"), trustme.CA()
    issuer.cert_pem.write_to_path(str(folder / "issuer.pem"))
    for name, certificate in (
        ("server", issuer.issue_cert("127.0.0.1")),
        ("other", issuer.issue_cert("flink.example")),
        ("client", issuer.issue_cert("target@flink.example")),
        ("stranger", trustme.CA().issue_cert("target@flink.example")),
    ):
        certificate.private_key_pem.write_to_path(str(folder / f"{name}.key"))
        certificate.cert_chain_pems[0].write_to_path(str(folder / f"{name}.pem"))
        (folder / f"{name}.key").chmod(0o600)
    return folder


@contextmanager
def secured_flink(
    folder: Path, name: str = "server", *, requires_certificate: bool = False
) -> Iterator[FlinkServer]:
    """Run a fake cluster with a certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    if requires_certificate:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(folder / "issuer.pem")
    with running_flink(context) as (flink, url):
        yield FlinkServer(flink, url)


def credentials(folder: Path, content: str) -> Credentials:
    """Read credentials from a file beside the certificates."""
    file = folder / "auth.toml"
    file.write_text(content)
    file.chmod(0o600)
    return read_credentials(file)


async def read_version(url: str, used: Credentials) -> str:
    """Ask a cluster for its version."""
    cluster = Cluster(
        "a", url, savepoints=None, credentials=used, run_seconds=5, message_length=300
    )
    try:
        return await cluster.read_version()
    finally:
        await cluster.close()


def test_a_job_runs_on_a_cluster_that_requires_a_certificate(
    folder: Path, open_loop: OpenLoop
) -> None:
    """With an issuer and a certificate that the system does not know."""
    with secured_flink(folder, requires_certificate=True) as server:
        operated = open_loop(server.url, credentials=credentials(folder, _ISSUER + _CERTIFICATE))
        _, job_id = operated.started()
        operated.stop(job_id, "STOP_WITH_SAVEPOINT")

        assert operated.until_state(job_id, "FINISHED")


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        ("", "server", "is not trusted: self-signed certificate"),
        (_ISSUER, "other", "certificate is not valid for '127.0.0.1'"),
        (_ISSUER, "server", "certificate required|Connection reset"),
        (
            _ISSUER + _CERTIFICATE.replace("client", "stranger"),
            "server",
            "unknown ca|Connection reset",
        ),
    ],
)
def test_strangers_are_refused(
    folder: Path, content: str, name: str, problem: str, open_loop: OpenLoop
) -> None:
    """Without the issuer, another host's certificate, without a certificate, and with another issuer's."""
    used = credentials(folder, content) if content else Credentials()
    with secured_flink(folder, name, requires_certificate=True) as server:
        operated = open_loop(server.url)
        with pytest.raises(AwayError, match=problem):
            operated.run(read_version(server.url, used))

        assert server.flink.requests == []


@pytest.mark.parametrize(
    ("content", "header"),
    [('token = "t"', "Bearer t"), ('user = "u"\npassword = "p"', "Basic dTpw")],
)
def test_a_secret_is_sent_with_each_request(
    folder: Path, content: str, header: str, open_loop: OpenLoop
) -> None:
    """A job runs with it; without it the error says so, and repeats no secret."""
    with secured_flink(folder) as server:
        server.flink.authorization = header
        used = credentials(folder, _ISSUER + content)
        operated = open_loop(server.url, credentials=used)
        operated.started()
        wrong = credentials(folder, _ISSUER + 'token = "hidden"')
        with pytest.raises(AwayError, match="answers 401") as error:
            operated.run(read_version(server.url, wrong))

        assert "hidden" not in str(error.value)


@pytest.mark.parametrize(
    ("mode", "passphrase", "problem"),
    [
        (0o644, None, "others may read it; run chmod 600"),
        (0o600, b"secret", "a PEM file without a passphrase"),
    ],
)
def test_keys_that_are_refused(
    folder: Path, tmp_path: Path, mode: int, passphrase: bytes | None, problem: str
) -> None:
    """A key that others may read, or that needs a passphrase, which nobody could type."""
    key = load_pem_private_key((folder / "client.key").read_bytes(), None)
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    file = tmp_path / "client.key"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    file.chmod(mode)
    content = f'certificate = "{folder / "client.pem"}"\nkey = "{file}"\n'

    with pytest.raises(TargetError, match=problem):
        credentials(tmp_path, content)
