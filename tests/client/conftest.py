"""The scripted server, and the client in both its forms."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flinkjobs import AsyncClient, AsyncPage, Client, Environment, FlinkJobsError, Page
from flinkjobs.models import Job

from .scripted import ScriptedServer, serve

EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"


class AnyClient:
    """Lists jobs with the synchronous or the asynchronous client: the tests are the same."""

    def __init__(self, way: str, endpoint: str) -> None:
        self._way = way
        self._settings: dict[str, Any] = {
            "endpoint": endpoint,
            "workspace": "w1",
            "namespace": "n1",
            "access_key_id": "key-id",
            "access_key_secret": "key-secret",
            "timeout": 5,
            "retries": 0,
            "environment": Environment(environ={}),
        }

    def page(
        self, settings: dict[str, Any] | None = None, **parameters: Any
    ) -> "Page[Job] | AsyncPage[Job]":
        """Return one page."""
        settings = {**self._settings, **(settings or {})}
        arguments = {"deployment_id": "d1", **parameters}
        if self._way == "sync":
            with Client(**settings) as client:
                return client.jobs.list(**arguments)

        async def run() -> AsyncPage[Job]:
            async with AsyncClient(**settings) as client:
                return await client.jobs.list(**arguments)

        return asyncio.run(run())

    def pages(self, times: int, settings: dict[str, Any]) -> None:
        """Call an operation several times with one client."""
        settings = {**self._settings, **settings}
        if self._way == "sync":
            with Client(**settings) as client:
                for _ in range(times):
                    client.jobs.list(deployment_id="d1")
            return

        async def run() -> None:
            async with AsyncClient(**settings) as client:
                for _ in range(times):
                    await client.jobs.list(deployment_id="d1")

        asyncio.run(run())

    def failures(self, times: int, settings: dict[str, Any]) -> list[int]:
        """Fail several times with one client; return the attempts of each call."""
        settings = {**self._settings, **settings}
        attempts = []
        if self._way == "sync":
            with Client(**settings) as client:
                for _ in range(times):
                    with pytest.raises(FlinkJobsError) as caught:
                        client.jobs.list(deployment_id="d1")
                    attempts.append(caught.value.attempts)
            return attempts

        async def run() -> None:
            async with AsyncClient(**settings) as client:
                for _ in range(times):
                    with pytest.raises(FlinkJobsError) as caught:
                        await client.jobs.list(deployment_id="d1")
                    attempts.append(caught.value.attempts)

        asyncio.run(run())
        return attempts

    def iterate(self, parallel: int, settings: dict[str, Any], **parameters: Any) -> list[Job]:
        """Return the items of all pages, read in parallel."""
        settings = {**self._settings, **settings}
        arguments = {"deployment_id": "d1", **parameters}
        if self._way == "sync":
            with Client(**settings) as client:
                return list(client.jobs.list(**arguments).iterate(parallel=parallel))

        async def run() -> list[Job]:
            async with AsyncClient(**settings) as client:
                listing = client.jobs.list(**arguments).iterate(parallel=parallel)
                return [job async for job in listing]

        return asyncio.run(run())

    def all(self, **parameters: Any) -> list[Job]:
        """Return the items of all pages."""
        arguments = {"deployment_id": "d1", **parameters}
        if self._way == "sync":
            with Client(**self._settings) as client:
                return list(client.jobs.list(**arguments))

        async def run() -> list[Job]:
            async with AsyncClient(**self._settings) as client:
                return [job async for job in client.jobs.list(**arguments)]

        return asyncio.run(run())


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A server whose responses the test sets."""
    with serve() as server:
        yield server


@pytest.fixture(params=["sync", "async"])
def any_client(request: pytest.FixtureRequest, server: ScriptedServer) -> AnyClient:
    """The client in both its forms, calling the scripted server."""
    return AnyClient(request.param, server.url)


@pytest.fixture(scope="session")
def example_bytes() -> bytes:
    """The answer that the product's page shows, byte for byte."""
    return EXAMPLE.read_bytes()


@pytest.fixture
def example(example_bytes: bytes) -> dict[str, Any]:
    """The answer that the product's page shows."""
    return dict(json.loads(example_bytes))
