"""Jars in S3: read from a real server below the allowed prefixes, and nowhere else."""

import asyncio
import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import botocore.session
import pytest
from moto.server import ThreadedMotoServer

from flinkjobs_target.engine.flink.jar_errors import JarError, UnreachableError
from flinkjobs_target.engine.flink.jar_sources import Jar, JarSources
from flinkjobs_target.engine.interface import RefusedError
from flinkjobs_target.errors import TargetError

from .conftest import FlinkServer
from .operated_loop import OpenLoop
from .test_jar_sources import answering

_JAR = b"PK\x03\x04 a jar"
_PREFIX = "s3://releases/team/"


def fetch(uri: str, largest: int = 1000) -> Jar:
    """Fetch a jar that is allowed, and close all connections."""
    sources = JarSources([_PREFIX], largest=largest)
    sources.require_allowed(uri)

    async def fetched() -> Jar:
        try:
            return await sources.fetch(uri)
        finally:
            await sources.close()

    return asyncio.run(fetched())


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    """A server with a bucket, in which a jar lies inside and another outside of the prefix."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def s3(s3_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of the server, to which the settings of the process lead, too."""
    lead_to(s3_url, monkeypatch)
    client = botocore.session.Session().create_client("s3")
    client.create_bucket(Bucket="releases")
    for key in ("team/orders 1+%20é.jar", "other/orders.jar"):
        client.put_object(Bucket="releases", Key=key, Body=_JAR)
    yield client
    client.close()


def lead_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the AWS settings of the process name a server and a key."""
    settings = {
        "AWS_ENDPOINT_URL_S3": url,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "hidden-secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/nonexistent",
        "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("s3")
def test_an_object_is_fetched() -> None:
    """Its key is as it is written: nothing in it is an escape."""
    assert fetch(f"{_PREFIX}orders 1+%20é.jar").content == _JAR


@pytest.mark.usefixtures("s3")
def test_a_job_runs_a_jar_from_a_bucket(server: FlinkServer, open_loop: OpenLoop) -> None:
    """The cluster is sent the content under its hash."""
    operated = open_loop(server.url, jars=[_PREFIX])
    part = {"jarUri": f"{_PREFIX}orders 1+%20é.jar"}
    artifact = {"kind": "JAR", "jarArtifact": part}
    job_id = operated.start(operated.create(artifact=artifact)["deploymentId"])["jobId"]

    operated.until_state(job_id, "RUNNING")

    (uploaded,) = server.flink.jars
    assert uploaded.endswith(f"_{sha256(_JAR).hexdigest()}.jar")


@pytest.mark.parametrize(
    "uri",
    [
        "s3://releases/other/orders.jar",
        "s3://releases/team/../other/orders.jar",
        "s3://releases/team/%2e%2e/other/orders.jar",
        "s3://releases/teammate/orders.jar",
        "s3://RELEASES/team/orders.jar",
        "s3://other/team/orders.jar",
        "https://releases/team/orders.jar",
        "file:///team/orders.jar",
    ],
)
def test_other_objects_are_refused(uri: str) -> None:
    """A prefix is one bucket and one folder."""
    with pytest.raises(RefusedError, match="may not be fetched"):
        JarSources([_PREFIX]).require_allowed(uri)


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize(
    ("name", "largest", "problem"),
    [
        ("absent.jar", 1000, "status 404, NoSuchKey"),
        ("orders 1+%20é.jar", len(_JAR) - 1, f"more than {len(_JAR) - 1} bytes"),
    ],
)
def test_objects_that_cannot_be_had(name: str, largest: int, problem: str) -> None:
    """The error names the object, and no secret."""
    with pytest.raises(JarError, match=problem) as error:
        fetch(f"{_PREFIX}{name}", largest)

    assert "hidden-secret" not in str(error.value)


@pytest.mark.parametrize(
    ("status", "error"),
    [(301, JarError), (307, JarError), (403, JarError), (503, UnreachableError)],
)
def test_answers_other_than_an_object(
    status: int, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redirect is not followed: it could lead to any address."""
    with answering(200) as elsewhere, answering(status, Location=f"{elsewhere}/orders.jar") as url:
        lead_to(url, monkeypatch)
        with pytest.raises(error, match=f"answered with status {status}"):
            fetch(f"{_PREFIX}orders.jar")


def test_a_server_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start waits for it."""
    lead_to("http://127.0.0.1:9", monkeypatch)

    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1:9"):
        fetch(f"{_PREFIX}orders.jar")


def test_without_a_key_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what is missing."""
    lead_to("http://127.0.0.1:9", monkeypatch)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")

    with pytest.raises(JarError, match="credentials"):
        fetch(f"{_PREFIX}orders.jar")


def test_without_the_library_a_prefix_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start of the target, with the extra to install."""
    monkeypatch.setitem(sys.modules, "botocore", None)

    with pytest.raises(TargetError, match=r"pip install 'flinkjobs-target\[s3\]'"):
        JarSources([_PREFIX])
