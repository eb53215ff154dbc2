"""What a call sends: each value in its place, whatever characters it has."""

import pytest

import flinkjobs

from .conftest import Caller
from .scripted import Script, envelope


@pytest.fixture(autouse=True)
def empty(script: Script) -> None:
    """Answer everything with an empty page."""
    script.answer = envelope([])


def test_places(caller: Caller, script: Script) -> None:
    """Namespace goes into the path, workspace into a header, the rest into the query."""
    caller.page(page_index=2, page_size=7, sort_name="job_id", sort_order="asc")
    (asked,) = script.asked

    query = "deploymentId=d1&pageIndex=2&pageSize=7&sortName=job_id&sortOrder=asc"
    assert ("GET", f"/api/v2/namespaces/n1/jobs?{query}") == (asked.method, asked.target)
    assert "w1" == asked.headers["workspace"]


def test_headers(caller: Caller, script: Script) -> None:
    """Every request says what it accepts, who sends it, and is signed for its host."""
    caller.page({"user_agent": "my-tool/1"})
    headers = script.asked[0].headers

    assert "application/json" == headers["accept"]
    assert f"flinkjobs/{flinkjobs.__version__} my-tool/1" == headers["user-agent"]
    assert ("ListJobs", "2022-07-18") == (headers["x-acs-action"], headers["x-acs-version"])
    assert script.host == headers["host"]


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
def test_characters(caller: Caller, script: Script, value: str, expected: str) -> None:
    """No character of a value changes what the path or the query means."""
    caller.page(namespace=value, deployment_id=value, page_size=1)
    path, _, query = script.asked[0].target.partition("?")

    assert f"/api/v2/namespaces/{expected}/jobs" == path
    assert value == script.asked[0].query["deploymentId"]
    assert 2 == query.count("&")


def test_defaults(caller: Caller, script: Script) -> None:
    """Pages are as large as they may be unless asked otherwise; other defaults are the server's."""
    caller.page()

    assert {"deploymentId": "d1", "pageIndex": "1", "pageSize": "100"} == script.asked[0].query


def test_call_beats_client(caller: Caller, script: Script) -> None:
    """A workspace or namespace given to a call takes the place of the client's."""
    caller.page(workspace="w2", namespace="n2")

    assert "w2" == script.asked[0].headers["workspace"]
    assert "/namespaces/n2/" in script.asked[0].target


def test_nonces_differ(caller: Caller, script: Script) -> None:
    """Each request has a nonce of its own."""
    script.answer = envelope([{"jobId": None}], totalSize=5)
    caller.all(page_size=1)

    assert 5 == len({asked.headers["x-acs-signature-nonce"] for asked in script.asked})
