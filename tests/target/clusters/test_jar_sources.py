"""Jars come from below the allowed prefixes only, whatever their URIs look like."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flinkjobs_target.engine.flink.jar_errors import JarError, UnreachableError
from flinkjobs_target.engine.flink.jar_sources import Jar, JarSources
from flinkjobs_target.engine.interface import RefusedError
from flinkjobs_target.errors import TargetError


async def fetch(sources: JarSources, uri: str) -> Jar:
    """Fetch a jar, and close all connections."""
    try:
        return await sources.fetch(uri)
    finally:
        await sources.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a jar, beside a secret."""
    jars = tmp_path / "jars"
    jars.mkdir()
    (jars / "orders.jar").write_bytes(b"PK")
    (tmp_path / "secret").write_bytes(b"secret")
    (jars / "link.jar").symlink_to(tmp_path / "secret")
    return jars


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "%2e%2e/secret",
        "..%2fsecret",
        "a/../../secret",
        "./orders.jar",
        "orders.jar#x",
        "orders\\..\\secret",
        "orders.jar\n",
    ],
)
def test_paths_that_lead_elsewhere_are_refused(folder: Path, name: str) -> None:
    """Also when the step up is escaped."""
    sources = JarSources([f"{folder.as_uri()}/"])

    with pytest.raises(RefusedError, match="may not be fetched"):
        sources.require_allowed(f"{folder.as_uri()}/{name}")


@pytest.mark.parametrize(
    "uri",
    [
        "file:///etc/passwd",
        "http://jars.example/orders.jar",
        "https://jars.example.evil/orders.jar",
        "https://user@jars.example/orders.jar",
        "https://jars.example:8443/orders.jar",
        "https://jars.example/other/orders.jar",
        "https://jars.example",
        "s3://bucket/orders.jar",
        "orders.jar",
    ],
)
def test_other_sources_are_refused(uri: str) -> None:
    """A prefix is one scheme, one host, one port and one folder."""
    sources = JarSources(["https://jars.example/team/"])

    with pytest.raises(RefusedError, match=r"https://jars\.example/team/"):
        sources.require_allowed(uri)


def test_what_is_allowed_is_fetched(folder: Path) -> None:
    """The jar is named by the hash of its content."""
    sources, uri = JarSources([f"{folder.as_uri()}/"]), f"{folder.as_uri()}/orders.jar"
    sources.require_allowed(uri)

    jar = asyncio.run(fetch(sources, uri))

    assert jar.content == b"PK"
    assert jar.name == "fcab7fcc2b4cffd9bb45003bfc2e468a04ef6f77ca8200a7341f027631584d25.jar"


def test_a_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    """Who may write to the folder cannot read other files through it."""
    sources, uri = JarSources([f"{folder.as_uri()}/"]), f"{folder.as_uri()}/link.jar"
    sources.require_allowed(uri)

    with pytest.raises(JarError, match="leads out of the allowed sources"):
        asyncio.run(fetch(sources, uri))


def test_a_large_file_is_refused(folder: Path) -> None:
    """The limit protects the memory of target and JobManager."""
    sources = JarSources([f"{folder.as_uri()}/"], largest=1)

    with pytest.raises(JarError, match="more than 1 bytes"):
        asyncio.run(fetch(sources, f"{folder.as_uri()}/orders.jar"))


@contextmanager
def answering(status: int, **headers: str) -> Iterator[str]:
    """Serve one answer to every request; yield the URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": "2", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"PK")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "error"),
    [(302, JarError), (404, JarError), (403, JarError), (503, UnreachableError)],
)
def test_answers_other_than_a_jar(status: int, error: type[Exception]) -> None:
    """A redirect is not followed: it could lead to any address."""
    with answering(status, Location="file:///etc/passwd") as url, pytest.raises(error):
        asyncio.run(fetch(JarSources(), f"{url}/orders.jar"))


def test_a_jar_is_downloaded() -> None:
    """Its bytes are taken as they are."""
    with answering(200) as url:
        jar = asyncio.run(fetch(JarSources(), f"{url}/orders.jar"))

    assert jar.content == b"PK"


@pytest.mark.parametrize(
    "prefix",
    [
        "http://jars.example/",
        "https://jars.example/team",
        "/srv/jars/",
        "https://u:p@jars.example/",
        "s3:///jars/",
        "s3://bucket/jars",
    ],
)
def test_prefixes_that_are_no_folders_are_refused(prefix: str) -> None:
    """The error names the forms that are."""
    with pytest.raises(TargetError, match="--jars"):
        JarSources([prefix])
