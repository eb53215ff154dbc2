"""Requests of a call: each value at its location, with any characters."""

import pytest

import flinkjobs

from .conftest import AnyClient
from .scripted import ScriptedServer, envelope


@pytest.fixture(autouse=True)
def empty(server: ScriptedServer) -> None:
    """Answer everything with an empty page."""
    server.response = envelope([])


def test_locations(any_client: AnyClient, server: ScriptedServer) -> None:
    """Namespace goes into the path, workspace into a header, the rest into the query."""
    any_client.page(page_index=2, page_size=7, sort_name="job_id", sort_order="asc")
    (request,) = server.requests

    query = "deploymentId=d1&pageIndex=2&pageSize=7&sortName=job_id&sortOrder=asc"
    assert (request.method, request.target) == ("GET", f"/api/v2/namespaces/n1/jobs?{query}")
    assert request.headers["workspace"] == "w1"


def test_headers(any_client: AnyClient, server: ScriptedServer) -> None:
    """Every request says what it accepts, who sends it, and is signed for its host."""
    any_client.page({"user_agent": "my-tool/1"})
    headers = server.requests[0].headers

    assert headers["accept"] == "application/json"
    assert headers["user-agent"] == f"flinkjobs/{flinkjobs.__version__} my-tool/1"
    assert (headers["x-acs-action"], headers["x-acs-version"]) == ("ListJobs", "2022-07-18")
    assert headers["host"] == server.host


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a b", "a%20b"),
        ("a/b", "a%2Fb"),
        ("a+b%20", "a%2Bb%2520"),
        ("~*'()!", "~%2A%27%28%29%21"),
        ("é😀", "%C3%A9%F0%9F%98%80"),
        ("?#&=", "%3F%23%26%3D"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("{workspace}", "%7Bworkspace%7D"),
    ],
)
def test_characters(
    any_client: AnyClient, server: ScriptedServer, value: str, expected: str
) -> None:
    """No character of a value changes what the path or the query means."""
    any_client.page(namespace=value, deployment_id=value, page_size=1)
    path, _, query = server.requests[0].target.partition("?")

    assert path == f"/api/v2/namespaces/{expected}/jobs"
    assert server.requests[0].query["deploymentId"] == value
    assert query.count("&") == 2


def test_defaults(any_client: AnyClient, server: ScriptedServer) -> None:
    """Pages are as large as they may be unless asked otherwise; other defaults are the server's."""
    any_client.page()

    assert server.requests[0].query == {"deploymentId": "d1", "pageIndex": "1", "pageSize": "100"}


def test_call_beats_client(any_client: AnyClient, server: ScriptedServer) -> None:
    """A workspace or namespace given to a call takes the place of the client's."""
    any_client.page(workspace="w2", namespace="n2")

    assert server.requests[0].headers["workspace"] == "w2"
    assert "/namespaces/n2/" in server.requests[0].target


def test_nonces_differ(any_client: AnyClient, server: ScriptedServer) -> None:
    """Each request has a nonce of its own."""
    server.response = envelope([{"jobId": None}], totalSize=5)
    any_client.all(page_size=1)

    assert len({request.headers["x-acs-signature-nonce"] for request in server.requests}) == 5
