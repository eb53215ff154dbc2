"""The built-in transports: connection pools, proxies, forks and event loops."""

import asyncio
import multiprocessing
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from flinkjobs import AsyncClient, Client, Environment, TransportError
from flinkjobs._runtime.client.request import Request
from flinkjobs._runtime.client.response import Response
from flinkjobs._runtime.client.settings import Endpoint

from .conftest import AnyClient
from .scripted import CannedResponse, ScriptedServer, envelope, serve

SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "environment": Environment(environ={}),
}


@pytest.fixture(autouse=True)
def one_job(server: ScriptedServer) -> None:
    """Answer everything with one job."""
    server.response = envelope([{"jobId": "j1"}])


def test_connection_is_kept(server: ScriptedServer) -> None:
    """Calls one after the other share a connection."""
    with Client(endpoint=server.url, **SETTINGS) as client:
        for _ in range(5):
            client.jobs.list(deployment_id="d1")

    assert len({request.peer for request in server.requests}) == 1


def test_connection_is_kept_async(server: ScriptedServer) -> None:
    """Asynchronous calls one after the other share a connection."""

    async def run() -> None:
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            for _ in range(5):
                await client.jobs.list(deployment_id="d1")

    asyncio.run(run())

    assert len({request.peer for request in server.requests}) == 1


def test_threads(server: ScriptedServer) -> None:
    """Threads may share a client."""
    with Client(endpoint=server.url, **SETTINGS) as client, ThreadPoolExecutor(8) as threads:
        pages = list(threads.map(lambda n: client.jobs.list(deployment_id=f"d{n}"), range(40)))

    assert [job.job_id for page in pages for job in page.items] == ["j1"] * 40
    assert {request.query["deploymentId"] for request in server.requests} == {
        f"d{n}" for n in range(40)
    }


def test_at_once(server: ScriptedServer) -> None:
    """One asynchronous client sends many requests at once."""

    async def run() -> list[str | None]:
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            calls = (client.jobs.list(deployment_id=f"d{n}")._first() for n in range(40))
            return [page.items[0].job_id for page in await asyncio.gather(*calls)]

    assert asyncio.run(run()) == ["j1"] * 40


def _call(client: Client) -> str | None:
    return client.jobs.list(deployment_id="d2").items[0].job_id


def test_fork(server: ScriptedServer) -> None:
    """A forked child may use a client that was used before, over a connection of its own."""
    with Client(endpoint=server.url, **SETTINGS) as client, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        _call(client)
        child = multiprocessing.get_context("fork").Process(target=_call, args=(client,))
        child.start()
        child.join(5)
        _call(client)
    first, second, third = (request.peer for request in server.requests)

    assert child.exitcode == 0
    assert first == third != second


def test_loop_after_loop(server: ScriptedServer) -> None:
    """An asynchronous client that was closed may be used in another event loop."""
    client = AsyncClient(endpoint=server.url, **SETTINGS)

    async def run() -> str | None:
        async with client:
            return (await client.jobs.list(deployment_id="d1")).items[0].job_id

    assert [asyncio.run(run()) for _ in range(2)] == ["j1", "j1"]


def test_closed_client_opens_again(server: ScriptedServer) -> None:
    """A client that was closed connects anew when it is used again."""
    client = Client(endpoint=server.url, **SETTINGS)
    for _ in range(2):
        client.jobs.list(deployment_id="d1")
        client.close()

    assert len({request.peer for request in server.requests}) == 2


def test_proxy(
    any_client: AnyClient, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests go through the proxy of the environment, with its user and password."""
    proxy = server.url.replace("http://", "http://user:pass%20word@")
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    any_client.page({"endpoint": "http://flink.invalid", "allow_http": True})
    (request,) = server.requests

    assert request.target.startswith("http://flink.invalid/api/v2/namespaces/n1/jobs?")
    assert request.headers["host"] == "flink.invalid"
    assert request.headers["proxy-authorization"] == "Basic dXNlcjpwYXNzIHdvcmQ="


def test_no_proxy(
    any_client: AnyClient, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host in NO_PROXY is called directly."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    assert len(any_client.page().items) == 1
    assert server.requests[0].target.startswith("/api/")


def test_netrc_is_ignored(
    any_client: AnyClient, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A password in ~/.netrc for the host is neither sent nor an error."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login user password word\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    any_client.page()

    assert server.requests[0].headers["authorization"].startswith("ACS3-HMAC-SHA256 ")


def test_cookies(any_client: AnyClient, server: ScriptedServer) -> None:
    """A cookie that a server sets is not sent back."""
    server.response = CannedResponse(
        envelope([{"jobId": None}], totalSize=2).body, 200, {"Set-Cookie": "a=b; Path=/"}
    )
    any_client.all(page_size=1)

    assert len(server.requests) == 2
    assert not any("cookie" in request.headers for request in server.requests)


def test_untrusted_certificate(any_client: AnyClient, server: ScriptedServer) -> None:
    """A server that violates TLS is a failure of the connection."""
    with pytest.raises(TransportError):
        any_client.page({"endpoint": server.url.replace("http://", "https://")})


class Recorded:
    """A transport of the user's own: it sends nothing and answers from memory."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, float]] = []
        self.closed = False

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        self.sent.append((str(endpoint), request.target, timeout))
        return Response(status=200, headers={}, body=envelope([{"jobId": "mine"}]).body)

    def close(self) -> None:
        self.closed = True


def test_own_transport() -> None:
    """A transport of the user's own takes the place of the built-in one."""
    transport = Recorded()
    with Client(region="cn-beijing", transport=transport, timeout=7, **SETTINGS) as client:
        page = client.jobs.list(deployment_id="d1")

    assert page.items[0].job_id == "mine"
    ((endpoint, target, timeout),) = transport.sent
    assert (endpoint, timeout) == ("https://ververica.cn-beijing.aliyuncs.com", 7)
    assert target.startswith("/api/v2/namespaces/n1/jobs?deploymentId=d1")
    assert transport.closed


def test_servers_do_not_share(server: ScriptedServer) -> None:
    """Clients of two servers call one each."""
    with serve() as other:
        other.response = envelope([{"jobId": "other"}])
        clients = [Client(endpoint=server_.url, **SETTINGS) for server_ in (server, other)]
        actual = [_call(client) for client in clients]
        for client in clients:
            client.close()

    assert actual == ["j1", "other"]
