"""Options of single calls, raw responses, undocumented endpoints, and hooks that change requests."""

import asyncio
from typing import Any

import msgspec
import pytest

from flinkjobs import AsyncClient, AttemptOutcome, Client, Environment, FlinkJobsError, UsageError
from flinkjobs.transports import Request

from .scripted import CannedResponse, ScriptedServer, envelope, failure, page_of, refusal

SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "environment": Environment(environ={}, random=lambda: 0.0),
}


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest, server: ScriptedServer) -> Any:
    """A function that runs an expression of `client`, awaited where it must be."""

    def evaluate(expression: str, **settings: Any) -> Any:
        settings = {"endpoint": server.url, **SETTINGS, **settings}
        if request.param == "sync":
            with Client(**settings) as client:
                return eval(expression, {"client": client})

        async def call() -> Any:
            async with AsyncClient(**settings) as client:
                return await eval(expression, {"client": client})

        return asyncio.run(call())

    return evaluate


def signed_headers(server: ScriptedServer) -> list[str]:
    """Return the names of the headers that the last request signs."""
    authorization = server.requests[-1].headers["authorization"]
    return authorization.partition("SignedHeaders=")[2].partition(",")[0].split(";")


def test_headers_and_query(run: Any, server: ScriptedServer) -> None:
    """Headers and query parameters join those of the contract, or replace them."""
    server.response = envelope([])
    options = (
        "headers={'X-Trace': 't', 'x-acs-extra': 'e', 'workspace': 'w2'}, "
        "query={'pageSize': 7, 'new one': True}"
    )
    run(f"client.with_options({options}).jobs.list(deployment_id='d', page_size=5)")
    (request,) = server.requests

    assert [request.headers[name] for name in ("x-trace", "x-acs-extra", "workspace")] == [
        "t",
        "e",
        "w2",
    ]
    assert request.target == (
        "/api/v2/namespaces/n1/jobs?deploymentId=d&new%20one=true&pageIndex=1&pageSize=7"
    )
    assert {"x-acs-extra", "workspace"} <= set(signed_headers(server))
    assert "x-trace" not in signed_headers(server)


def test_options_add_up(run: Any, server: ScriptedServer) -> None:
    """A client of a derived client has the options of both, and the first one has none."""
    server.response = envelope([])
    run(
        "client.with_options(query={'a': 1}).with_options(query={'b': 2}).jobs.list(deployment_id='d')"
    )
    run("client.with_options(query={'a': 1}) and client.jobs.list(deployment_id='d')")

    assert [("a" in request.query, "b" in request.query) for request in server.requests] == [
        (True, True),
        (False, False),
    ]


@pytest.mark.parametrize(("retries", "attempts"), [(0, 1), (1, 2)])
def test_retries(run: Any, server: ScriptedServer, retries: int, attempts: int) -> None:
    """The number of retries can be set for one call."""
    server.response = refusal(503, "ServiceUnavailable")
    with pytest.raises(FlinkJobsError) as caught:
        run(f"client.with_options(retries={retries}).jobs.list(deployment_id='d')")

    assert caught.value.attempts == attempts


def test_timeout(run: Any, server: ScriptedServer) -> None:
    """The timeout of an attempt can be set for one call."""
    server.response = CannedResponse(waits=True)
    with pytest.raises(FlinkJobsError, match=r"did not respond within 0\.1 s"):
        run("client.with_options(timeout=0.1, retries=0).jobs.list(deployment_id='d')")


@pytest.mark.parametrize(
    "options",
    [
        "timeout=0",
        "retries=-1",
        "headers={'Authorization': 'x'}",
        "headers={'a': 'b\\n'}",
        "headers={'host': 'x'}",
        "query={'a': None}",
        "query={'': 'a'}",
    ],
)
def test_invalid_options(run: Any, server: ScriptedServer, options: str) -> None:
    """An option that cannot be is refused before anything is sent."""
    with pytest.raises(UsageError):
        run(f"client.with_options({options}).jobs.list(deployment_id='d')")

    assert server.requests == []


def test_connections_are_shared(server: ScriptedServer) -> None:
    """Derived clients use the connection of their client, and leave it open when they are closed."""
    server.response = envelope([])
    with Client(endpoint=server.url, **SETTINGS) as client:
        for number in range(3):
            with client.with_options(query={"n": number}) as derived:
                derived.jobs.list(deployment_id="d")
        client.jobs.list(deployment_id="d")

    assert len({request.peer for request in server.requests}) == 1


def test_raw_response(run: Any, server: ScriptedServer) -> None:
    """A call returns its value with status, headers and bytes."""
    response = envelope([{"jobId": "j"}])
    server.response = CannedResponse(response.body, 200, {"X-Extra": "e"})
    raw = run("client.jobs.with_raw_response.list(deployment_id='d')")

    assert (raw.status, raw.headers["x-extra"], raw.body) == (200, "e", response.body)
    assert [job.job_id for job in raw.value.items] == ["j"]


def test_pages_after_a_raw_response(server: ScriptedServer) -> None:
    """The page of a raw response can be iterated, over all pages."""
    server.response = page_of([{"jobId": f"j{number}"} for number in range(7)])
    with Client(endpoint=server.url, **SETTINGS) as client:
        raw = client.jobs.with_raw_response.list(deployment_id="d", page_size=3)
        job_ids = [job.job_id for job in raw.value]

    assert job_ids == [f"j{number}" for number in range(7)]
    assert b'"pageIndex": 1' in raw.body


def test_undocumented_endpoint(run: Any, server: ScriptedServer) -> None:
    """An endpoint that the contract does not describe is called with a signature."""
    server.response = CannedResponse(b'{"success": true, "data": [1]}')
    raw = run(
        "client.request('get', '/api/v3/any%20thing', query={'a': 'b c'}, "
        "headers={'workspace': 'w'}, action='ListThings')"
    )
    (request,) = server.requests

    assert (request.method, request.target) == ("GET", "/api/v3/any%20thing?a=b%20c")
    assert request.headers["x-acs-action"] == "ListThings"
    assert request.headers["workspace"] == "w"
    assert (raw.status, raw.value) == (200, {"success": True, "data": [1]})


def test_failure_of_an_undocumented_endpoint(run: Any, server: ScriptedServer) -> None:
    """A failure in an envelope is raised as that of any operation."""
    server.response = failure("990301", "Not here.")
    with pytest.raises(FlinkJobsError) as caught:
        run("client.request('GET', '/any', action='GetThing')")

    assert type(caught.value).__name__ == "NotFoundError"
    assert str(caught.value).startswith("GetThing: 990301: Not here.")


@pytest.mark.parametrize(
    "arguments", ["'GET', 'any'", "'GET', '/a?b=c'", "'G T', '/a'", "'GET', '/a b'", "'GET', '/ä'"]
)
def test_invalid_undocumented_endpoint(run: Any, server: ScriptedServer, arguments: str) -> None:
    """A path or a method of another form is refused before anything is sent."""
    with pytest.raises(UsageError):
        run(f"client.request({arguments}, action='Any')")

    assert server.requests == []


def test_action_is_required_where_it_is_signed(run: Any) -> None:
    """A signature covers the name of the operation."""
    with pytest.raises(UsageError, match="action is missing"):
        run("client.request('GET', '/any')")


class Marking:
    """Adds a header to be signed to each attempt."""

    def __init__(self) -> None:
        self.seen: list[int | None] = []

    def before_signing(self, request: Request) -> Request:
        headers = {**request.headers, "x-acs-mark": "m"}
        return msgspec.structs.replace(request, headers=headers)

    def before_attempt(self, attempt: Any) -> None:
        pass

    def after_attempt(self, outcome: AttemptOutcome) -> None:
        self.seen.append(outcome.status)


def test_hooks_change_requests(run: Any, server: ScriptedServer) -> None:
    """A hook adds a header, which the signature covers, to each attempt."""
    server.response = refusal(503, "ServiceUnavailable")
    marking = Marking()
    with pytest.raises(FlinkJobsError):
        run("client.jobs.list(deployment_id='d')", hooks=[marking], retries=1)

    assert [request.headers["x-acs-mark"] for request in server.requests] == ["m", "m"]
    assert "x-acs-mark" in signed_headers(server)
    assert marking.seen == [503, 503]
