"""Fixtures: storage, keys, signing clients and jobs."""

import asyncio
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from msgspec import Struct

from flinkjobs._runtime.aliyun.access_keys import AccessKey
from flinkjobs._runtime.client.request import Request, build_request
from flinkjobs.contract import SIGNER
from flinkjobs.operations import LIST_JOBS
from flinkjobs.server import App
from flinkjobs.signing import Signer
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.job_files import read_jobs
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.jobs import WriteSummary
from flinkjobs_target.store.keys import KeyRecord

from ..asgi import call_asgi, http_scope
from .commands import Command
from .postgresql import Server, required_binaries, running_server

EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"
NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)

Pairs: TypeAlias = list[tuple[str, str]]
MakeJob: TypeAlias = Callable[..., dict[str, Any]]


class Response(Struct, frozen=True):
    """An HTTP response."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def code(self) -> str:
        """The code of an error or of a business failure."""
        return str(self.body.get("Code") or self.body.get("errorCode"))

    @property
    def job_ids(self) -> list[str]:
        """The ids of the listed jobs."""
        return [job["jobId"] for job in self.body["data"]]


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move the clock forward or back."""
        self.now += timedelta(**by)


class SigningClient:
    """Signs requests for ListJobs with a key and sends them to an application in process."""

    def __init__(self, app: App, key: KeyRecord, clock: FakeClock, nonces: Iterator[int]) -> None:
        self.app = app
        self.key = AccessKey(key.id, key.secret, key.security_token)
        self._clock = clock
        self.nonces = nonces
        self.scope: dict[str, Any] = {}

    def request(self, **values: Any) -> Request:
        """Build the request that lists the deployment `d` of `w` and `n`, unless told otherwise."""
        defaults = {"workspace": "w", "namespace": "n", "deployment_id": "d"}
        return build_request(LIST_JOBS, defaults | values)

    def sign(self, request: Request, *, signer: Signer = SIGNER) -> Pairs:
        """Return the headers to send."""
        nonce = f"nonce-{next(self.nonces)}"
        now = self._clock.now
        headers = signer.sign(self.key, request, host="target.example", now=now, nonce=nonce)
        return list(headers.items())

    def send(self, request: Request, headers: Pairs) -> Response:
        """Send one ASGI request to an application; `more` is added to its scope."""
        return asyncio.run(send(self.app, request, headers, self.scope))

    def list_changed(self, name: str, value: str | None) -> Response:
        """Sign a request, change one header (None: drop it), and send it."""
        request = self.request()
        headers = [pair for pair in self.sign(request) if pair[0] != name]
        return self.send(request, headers if value is None else [*headers, (name, value)])

    def list(self, **values: Any) -> Response:
        """Sign a request and send it."""
        request = self.request(**values)
        return self.send(request, self.sign(request))


async def send(
    app: App, request: Request, headers: Pairs, more: Mapping[str, Any] | None = None
) -> Response:
    """Send one ASGI request to an application; `more` is added to its scope."""
    scope = http_scope(request.method, request.target, headers, **(more or {}))
    response = await call_asgi(app, scope, request.body)
    return Response(response.status, response.headers, json.loads(response.body or b"{}"))


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command on an empty data directory."""
    return Command(tmp_path / "data", capsys)


@pytest.fixture
def clock() -> FakeClock:
    """The target's clock."""
    return FakeClock()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A PostgreSQL server for this session."""
    with running_server(required_binaries()) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """An empty storage location: a directory, then a PostgreSQL schema."""
    if request.param == "sqlite":
        return tmp_path / "data"
    server: Server = request.getfixturevalue("postgresql_server")
    return server.new_location()


@pytest.fixture
def data(location: Path | str) -> Iterator[Storage]:
    """An empty storage."""
    with open_storage(location) as opened:
        yield opened


@pytest.fixture
def keyring(data: Storage, clock: FakeClock) -> Keyring:
    """The keyring of that storage."""
    return Keyring(data.keys, clock=clock)


@pytest.fixture
def client_for(
    data: Storage, keyring: Keyring, clock: FakeClock
) -> Callable[[KeyRecord], SigningClient]:
    """Build a signing client with a key."""
    app = create_app(data, keyring=keyring, clock=clock)
    nonces = count()
    return lambda key: SigningClient(app, key, clock, nonces)


@pytest.fixture
def owner(keyring: Keyring, client_for: Callable[[KeyRecord], SigningClient]) -> SigningClient:
    """A signing client of the owner of the first account."""
    key = keyring.create_first()
    assert key is not None
    return client_for(key)


@pytest.fixture
def make_job() -> MakeJob:
    """Build a job of deployment `d`, unless other ids are passed."""

    def make_job(job_id: str, **fields: Any) -> dict[str, Any]:
        ids = {"jobId": job_id, "deploymentId": "d", "namespace": "n", "workspace": "w"}
        return ids | fields

    return make_job


@pytest.fixture
def load(data: Storage) -> Callable[..., WriteSummary]:
    """Load jobs for an account."""

    def load(*jobs: Mapping[str, Any], account: str = "owner") -> WriteSummary:
        document = io.BytesIO(json.dumps(jobs).encode())
        return data.jobs.put(account, read_jobs(document, "jobs.json"))

    return load


@pytest.fixture
def example() -> dict[str, Any]:
    """The job of the product's page."""
    job: dict[str, Any] = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    return job
