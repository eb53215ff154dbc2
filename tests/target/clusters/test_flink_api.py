"""Flink's own API for callers: only about their own jobs, and only as JSON of bounded size."""

import uuid

import pytest

from flinkjobs.server import ErrorResponse, OperationFailure

from ..deploying.conftest import refusal
from .conftest import FlinkServer
from .operated_loop import OpenLoop, OperatedLoop

VERTEX, TRIGGER = "0" * 32, "1" * 32


def test_flinks_json_is_passed_on_as_it_is(server: FlinkServer, operated: OperatedLoop) -> None:
    """Byte for byte, with its times in milliseconds, and by one request."""
    job_id = operated.started()[1]
    request = f"GET /jobs/{job_id.replace('-', '')}"
    server.flink.answers[request] = (200, b'{ "start-time": 1660293803155,"\\u00e4":1e2 }')
    server.flink.requests.clear()

    assert operated.read_flink(job_id) == {"start-time": 1660293803155, "ä": 100.0}
    assert server.flink.requests == [request]


@pytest.mark.parametrize(
    "below",
    [
        "/checkpoints",
        "/checkpoints/config",
        f"/checkpoints/details/7/subtasks/{VERTEX}",
        "/exceptions?maxExceptions=5",
        "/metrics?get=numRestarts,uptime",
        f"/savepoints/{TRIGGER}",
        f"/vertices/{VERTEX}/subtasks/0/attempts/1",
        f"/vertices/{VERTEX}/metrics?agg=sum&get=0.Source__a.numRecordsOut",
    ],
)
def test_paths_below_a_job_are_read(
    server: FlinkServer, operated: OperatedLoop, below: str
) -> None:
    """With the query that they take, by one GET."""
    job_id = operated.started()[1]
    base = f"GET /jobs/{job_id.replace('-', '')}"
    expected = f"{base}{below.replace(',', '%2C')}"
    server.flink.answers[expected] = (200, {"of": below})
    server.flink.requests.clear()

    assert operated.read_flink(job_id, below) == {"of": below}
    assert server.flink.requests == [expected]


@pytest.mark.parametrize(
    "path",
    [
        "/jobs/OTHER",
        "/jobs/overview",
        "/jobs/ID/jobmanager/config",
        "/jobs/ID/jobmanager/environment",
        "/jobs/ID/taskmanagers/tm-1/log-url",
        f"/jobs/ID/vertices/{VERTEX}/flamegraph",
        "/jobs/ID/vertices/../../OTHER",
        "/jobs/ID/%2e%2e/OTHER",
        "/jobs/ID/checkpoints%2F..%2F..%2FOTHER",
        "/jobs/ID/checkpoints;/../OTHER",
        "/jobs/ID/checkpoints?mode=cancel",
        "/jobs/ID/metrics?get=a%26b",
        "/jobs/ID/metrics?get=a#b",
        "/jobs/ID/metrics?",
        "/jobs/ID/metrics?get=a?get=b",
        "/jobs/ID/yarn-cancel",
        "/jobs/ID\r\nDELETE /jars/x",
        "/jobs/ID/checkpoints\n",
        "//evil.example/jobs/ID",
        "http://evil.example/jobs/ID",
        "/jobs/ID/metrics?get=" + "a" * 3000,
    ],
)
def test_other_paths_never_reach_the_cluster(
    server: FlinkServer, operated: OperatedLoop, path: str
) -> None:
    """The refusal names the paths that may be read."""
    own = operated.started()[1]
    other = operated.start(operated.create("other")["deploymentId"])["jobId"]
    server.flink.requests.clear()
    asked = path.replace("ID", own.replace("-", "")).replace("OTHER", other.replace("-", ""))

    with pytest.raises(OperationFailure) as error:
        operated.read_flink(own, path=asked)

    assert server.flink.requests == []
    assert refusal(error).startswith("990303: flinkApiPath ")


def test_jobs_of_others_are_not_found(server: FlinkServer, operated: OperatedLoop) -> None:
    """Of another namespace, and of another account that knows all ids."""
    job_id = operated.started()[1]
    server.flink.requests.clear()
    codes = []
    for account, place in (("owner", {"workspace": "w", "namespace": "n2"}), ("thief", None)):
        operated.account, operated.place = account, place or {"workspace": "w", "namespace": "n"}
        with pytest.raises(OperationFailure) as error:
            operated.read_flink(job_id)
        codes.append(error.value.code)

    assert (codes, server.flink.requests) == (["990301", "990301"], [])


def test_a_redirect_is_not_followed(server: FlinkServer, operated: OperatedLoop) -> None:
    """It is refused, with where it leads."""
    job_id = operated.started()[1]
    request = f"GET /jobs/{job_id.replace('-', '')}/plan"
    server.flink.answers[request] = (302, "/config")
    server.flink.requests.clear()

    with pytest.raises(OperationFailure) as error:
        operated.read_flink(job_id, "/plan")

    assert "redirects to /config with status 302" in refusal(error)
    assert server.flink.requests == [request]


def test_a_web_page_is_not_passed_on(server: FlinkServer, operated: OperatedLoop) -> None:
    """Such as that of a proxy that wants one to sign in."""
    job_id = operated.started()[1]
    request = f"GET /jobs/{job_id.replace('-', '')}/config"
    server.flink.answers[request] = (200, b"<html>sign in</html>")

    with pytest.raises(ErrorResponse, match="with no JSON; is it a Flink cluster"):
        operated.read_flink(job_id, "/config")


def test_a_huge_response_is_refused(server: FlinkServer, operated: OperatedLoop) -> None:
    """It is not read to its end."""
    job_id = operated.started()[1]
    request = f"GET /jobs/{job_id.replace('-', '')}/plan"
    server.flink.answers[request] = (200, b'"' + b"x" * (5 << 20) + b'"')

    with pytest.raises(OperationFailure) as error:
        operated.read_flink(job_id, "/plan")

    assert "larger than 4194304 bytes" in refusal(error)


def test_what_flink_refuses_has_its_reason(server: FlinkServer, operated: OperatedLoop) -> None:
    """In one line, without the stack of its calls."""
    job_id = operated.started()[1]
    request = f"GET /jobs/{job_id.replace('-', '')}/checkpoints"
    text = "org.apache.flink.X: Checkpointing was not enabled.\n\tat org.apache.flink.Y"
    server.flink.answers[request] = (404, {"errors": [text]})

    with pytest.raises(OperationFailure) as error:
        operated.read_flink(job_id, "/checkpoints")

    assert refusal(error).startswith("990303: flinkApiPath Flink refuses GET /jobs/")
    assert refusal(error).endswith("/checkpoints: Checkpointing was not enabled.")


def test_a_cluster_that_is_away_is_unavailable(open_loop: OpenLoop) -> None:
    """A caller may try again."""
    operated = open_loop("http://127.0.0.1:9")
    job_id = operated.start(operated.create()["deploymentId"])["jobId"]

    with pytest.raises(ErrorResponse) as error:
        operated.read_flink(job_id)

    assert (error.value.code, error.value.headers) == ("ServiceUnavailable", {"retry-after": "5"})
    assert "no connection to http://127.0.0.1:9" in error.value.message


def test_a_job_that_no_engine_runs_has_no_jobmanager(operated: OperatedLoop) -> None:
    """Such as one that was loaded; an unknown one is not found."""
    with pytest.raises(OperationFailure, match="does not exist"):
        operated.read_flink(str(uuid.uuid4()))
