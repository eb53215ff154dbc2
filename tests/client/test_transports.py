"""The built-in transports: connections are kept, proxies honoured, forks and loops survived."""

import asyncio
import multiprocessing
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from flinkjobs import AsyncClient, Client, ConnectionFailed, Surroundings
from flinkjobs._runtime.client.request import Request, Response
from flinkjobs._runtime.client.settings import Endpoint

from .conftest import Caller
from .scripted import Answer, Script, envelope, serve

SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "surroundings": Surroundings(environ={}),
}


@pytest.fixture(autouse=True)
def one_job(script: Script) -> None:
    """Answer everything with one job."""
    script.answer = envelope([{"jobId": "j1"}])


def test_connection_is_kept(script: Script) -> None:
    """Calls one after the other share a connection."""
    with Client(endpoint=script.url, **SETTINGS) as client:
        for _ in range(5):
            client.jobs.list(deployment_id="d1")

    assert 1 == len({asked.peer for asked in script.asked})


def test_connection_is_kept_async(script: Script) -> None:
    """Asynchronous calls one after the other share a connection."""

    async def run() -> None:
        async with AsyncClient(endpoint=script.url, **SETTINGS) as client:
            for _ in range(5):
                await client.jobs.list(deployment_id="d1")

    asyncio.run(run())

    assert 1 == len({asked.peer for asked in script.asked})


def test_threads(script: Script) -> None:
    """Threads may share a client."""
    with Client(endpoint=script.url, **SETTINGS) as client, ThreadPoolExecutor(8) as threads:
        pages = list(threads.map(lambda n: client.jobs.list(deployment_id=f"d{n}"), range(40)))

    assert ["j1"] * 40 == [job.job_id for page in pages for job in page.items]
    assert {f"d{n}" for n in range(40)} == {asked.query["deploymentId"] for asked in script.asked}


def test_at_once(script: Script) -> None:
    """One asynchronous client sends many requests at once."""

    async def run() -> list[str | None]:
        async with AsyncClient(endpoint=script.url, **SETTINGS) as client:
            calls = (client.jobs.list(deployment_id=f"d{n}")._first() for n in range(40))
            return [page.items[0].job_id for page in await asyncio.gather(*calls)]

    assert ["j1"] * 40 == asyncio.run(run())


def _call(client: Client) -> str | None:
    return client.jobs.list(deployment_id="d2").items[0].job_id


def test_fork(script: Script) -> None:
    """A forked child may use a client that was used before, over a connection of its own."""
    with Client(endpoint=script.url, **SETTINGS) as client, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        _call(client)
        child = multiprocessing.get_context("fork").Process(target=_call, args=(client,))
        child.start()
        child.join(5)
        _call(client)
    first, second, third = (asked.peer for asked in script.asked)

    assert 0 == child.exitcode
    assert first == third != second


def test_loop_after_loop(script: Script) -> None:
    """An asynchronous client that was closed may be used in another event loop."""
    client = AsyncClient(endpoint=script.url, **SETTINGS)

    async def run() -> str | None:
        async with client:
            return (await client.jobs.list(deployment_id="d1")).items[0].job_id

    assert ["j1", "j1"] == [asyncio.run(run()) for _ in range(2)]


def test_closed_client_opens_again(script: Script) -> None:
    """A client that was closed connects anew when it is used again."""
    client = Client(endpoint=script.url, **SETTINGS)
    for _ in range(2):
        client.jobs.list(deployment_id="d1")
        client.close()

    assert 2 == len({asked.peer for asked in script.asked})


def test_proxy(caller: Caller, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests go through the proxy of the environment, with its user and password."""
    proxy = script.url.replace("http://", "http://user:pass%20word@")
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    caller.page({"endpoint": "http://flink.invalid", "allow_http": True})
    (asked,) = script.asked

    assert asked.target.startswith("http://flink.invalid/api/v2/namespaces/n1/jobs?")
    assert "flink.invalid" == asked.headers["host"]
    assert "Basic dXNlcjpwYXNzIHdvcmQ=" == asked.headers["proxy-authorization"]


def test_no_proxy(caller: Caller, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """What NO_PROXY names is called directly."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    assert 1 == len(caller.page().items)
    assert script.asked[0].target.startswith("/api/")


def test_netrc(
    caller: Caller, script: Script, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A password that ~/.netrc has for the host neither goes out nor gets in the way."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login user password word\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    caller.page()

    assert script.asked[0].headers["authorization"].startswith("ACS3-HMAC-SHA256 ")


def test_cookies(caller: Caller, script: Script) -> None:
    """A cookie that a server sets is not sent back."""
    script.answer = Answer(
        envelope([{"jobId": None}], totalSize=2).body, 200, {"Set-Cookie": "a=b; Path=/"}
    )
    caller.all(page_size=1)

    assert 2 == len(script.asked)
    assert not any("cookie" in asked.headers for asked in script.asked)


def test_untrusted_certificate(caller: Caller, script: Script) -> None:
    """What does not speak TLS as it should is a failure of the connection."""
    with pytest.raises(ConnectionFailed):
        caller.page({"endpoint": script.url.replace("http://", "https://")})


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

    assert "mine" == page.items[0].job_id
    ((endpoint, target, timeout),) = transport.sent
    assert ("https://ververica.cn-beijing.aliyuncs.com", 7) == (endpoint, timeout)
    assert target.startswith("/api/v2/namespaces/n1/jobs?deploymentId=d1")
    assert transport.closed


def test_servers_do_not_share(script: Script) -> None:
    """Clients of two servers talk to one each."""
    with serve() as other:
        other.answer = envelope([{"jobId": "other"}])
        clients = [Client(endpoint=one.url, **SETTINGS) for one in (script, other)]
        found = [_call(client) for client in clients]
        for client in clients:
            client.close()

    assert ["j1", "other"] == found
