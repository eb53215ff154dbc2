"""A target in this process with a simulated engine, whose time passes when a client sleeps; and faults of it."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from flinkjobs import AsyncClient, Client, Environment, RequestTimeoutError, TransportError
from flinkjobs.server import App
from flinkjobs.transports import Endpoint, Request, Response
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.engine.reconciler import Reconciler
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.keys import KeyRecord

from ..asgi import call_asgi, http_scope

__all__ = ["FAULTS", "DeployTarget", "Fault", "Killed", "deploy_target", "sql"]

Json: TypeAlias = dict[str, Any]
Kind = Literal[
    "not reached",
    "times out",
    "answer lost",
    "unavailable",
    "refused",
    "killed before",
    "killed after",
]
FAULTS: tuple[Kind, ...] = (
    "not reached",
    "times out",
    "answer lost",
    "unavailable",
    "refused",
    "killed before",
    "killed after",
)
REFUSAL = {
    "requestId": "r",
    "success": False,
    "httpCode": 200,
    "errorCode": "990399",
    "errorMessage": "not now",
}
OUTAGE = {"Code": "ServiceUnavailable", "Message": "down", "RequestId": "r", "HostId": "h"}


class Killed(BaseException):
    """The end of the caller, which no handler survives."""


class Fault(Struct, frozen=True):
    """A fault of one request, counted from 0."""

    kind: Kind
    request: int


class FaultyTransport:
    """A transport that calls the target in this process, and counts the requests."""

    def __init__(self, target: "DeployTarget", fault: Fault | None) -> None:
        self._target = target
        self._fault = fault
        self.requests: list[str] = []

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Call the target, unless the fault comes first."""
        response: Response = self._target.run(self._send(request))
        return response

    async def _send(self, request: Request) -> Response:
        kind = (
            self._fault.kind if self._fault and self._fault.request == len(self.requests) else None
        )
        self.requests.append(request.operation)
        if kind == "killed before":
            raise Killed
        if kind == "not reached":
            raise TransportError("no connection", sent=False)
        if kind == "times out":
            raise RequestTimeoutError("no response in time")
        if kind == "unavailable":
            return Response(status=503, headers={}, body=msgspec.json.encode(OUTAGE))
        if kind == "refused":
            return Response(status=200, headers={}, body=msgspec.json.encode(REFUSAL))
        scope = http_scope(request.method, request.target, request.headers.items())
        response = await call_asgi(self._target.app, scope, request.body)
        if kind == "killed after":
            raise Killed
        if kind == "answer lost":
            raise TransportError("the connection broke")
        return Response(status=response.status, headers=response.headers, body=response.body)

    def close(self) -> None:
        """Keep the target."""


class AsyncFaultyTransport(FaultyTransport):
    """The same for the asynchronous client."""

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:  # type: ignore[override]
        """Call the target, unless the fault comes first."""
        return await self._send(request)

    async def close(self) -> None:  # type: ignore[override]
        """Keep the target."""


class DeployTarget:
    """A target whose clock stands still until somebody sleeps; each test has a namespace of its own."""

    def __init__(
        self, app: App, key: KeyRecord, reconciler: Reconciler, engine: SimulatedEngine
    ) -> None:
        self.app = app
        self.engine = engine
        self.now = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
        self.reconciler = reconciler
        self._key = key
        self._loop = asyncio.new_event_loop()
        self._names = itertools.count(1)
        self._ids = itertools.count(1)

    def clock(self) -> datetime:
        """Return the time of target and clients."""
        return self.now

    def run(self, coroutine: Any) -> Any:
        """Run a coroutine to its end."""
        return self._loop.run_until_complete(coroutine)

    def sleep(self, seconds: float) -> None:
        """Let time pass, and the engine take the steps that are due."""
        self.run(self.sleep_async(seconds))

    async def sleep_async(self, seconds: float) -> None:
        """Let time pass, and the engine take the steps that are due."""
        self.now += timedelta(seconds=seconds)
        await self.reconciler.step()

    def namespace(self) -> str:
        """Return the name of a namespace that nobody has used."""
        return f"n{next(self._names)}"

    @contextmanager
    def client(
        self, namespace: str, fault: Fault | None = None, retries: int = 0
    ) -> Iterator[Client]:
        """Yield a client, whose transport has the requests that it sent."""
        transport = FaultyTransport(self, fault)
        with Client(
            transport=transport, retries=retries, **self._settings(namespace, self.sleep)
        ) as client:
            yield client

    def async_client(self, namespace: str) -> AsyncClient:
        """Return an asynchronous client."""
        transport: Any = AsyncFaultyTransport(self, None)
        return AsyncClient(
            transport=transport, retries=0, **self._settings(namespace, self.sleep_async)
        )

    def close(self) -> None:
        """Close the event loop."""
        self._loop.close()

    def _settings(self, namespace: str, sleep: Callable[[float], Any]) -> Any:
        environment = Environment(
            clock=self.clock,
            sleep=sleep,
            monotonic=self._seconds,
            new_id=self._new_id,
            environ={},
        )
        return {
            "endpoint": "http://127.0.0.1",
            "workspace": "w",
            "namespace": namespace,
            "access_key_id": self._key.id,
            "access_key_secret": self._key.secret,
            "environment": environment,
        }

    def _seconds(self) -> float:
        return self.now.timestamp()

    def _new_id(self) -> str:
        milliseconds = int(self.now.timestamp() * 1000)
        return (
            f"{milliseconds >> 16:08x}-{milliseconds & 0xFFFF:04x}-7000-8000-{next(self._ids):012x}"
        )


def sql(script: str = "INSERT INTO sink SELECT * FROM source", **settings: Any) -> Json:
    """Return a streaming deployment of a SQL script."""
    artifact = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": script}}
    return {"name": "orders", "executionMode": "STREAMING", "artifact": artifact, **settings}


@contextmanager
def deploy_target(folder: Path) -> Iterator[DeployTarget]:
    """Run a target on a data directory."""
    target: DeployTarget | None = None

    def clock() -> datetime:
        return target.now if target else datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)

    with open_storage(folder) as data:
        keyring, engine = Keyring(data.keys, clock=clock), SimulatedEngine()
        key = keyring.create_first()
        assert key is not None
        app = create_app(data, engine=engine, keyring=keyring, clock=clock)
        target = DeployTarget(app, key, Reconciler(data.deploying, engine, clock), engine)
        try:
            yield target
        finally:
            target.close()
