"""Fixtures: a client that signs any method, path and body, as hand-written callers send them."""

import asyncio
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from flinkjobs._runtime.aliyun.access_keys import AccessKey
from flinkjobs._runtime.client.request import Request
from flinkjobs.contract import SIGNER
from flinkjobs.server import App
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import Storage
from flinkjobs_target.store.keys import KeyRecord

from ..conftest import FakeClock, Response, send

SQL: dict[str, Any] = {
    "kind": "SQLSCRIPT",
    "sqlArtifact": {"sqlScript": "INSERT INTO sink SELECT * FROM source"},
}
BODY = "the body is invalid: "
"""What the message of an invalid body begins with."""
JSON_TYPE = "application/json; charset=utf-8"
BASE = "/api/v2/namespaces/n"


class WireClient(Struct, frozen=True):
    """Signs requests with a key and sends them to an application in process."""

    app: App
    key: KeyRecord
    clock: FakeClock
    nonces: Iterator[int] = count()

    def send(
        self,
        action: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: str = "",
        media: str | None = JSON_TYPE,
        **headers: str,
    ) -> Response:
        """Send a request for a path below the namespace; a body that is no bytes is sent as JSON."""
        content = body if isinstance(body, bytes) else b"" if body is None else _encode(body)
        own = {"workspace": "w", **headers}
        if content and media is not None:
            own["content-type"] = media
        if content or method in ("POST", "PUT", "DELETE"):
            own["content-length"] = str(len(content))
        request = Request(
            operation=action,
            method=method,
            path=BASE + path,
            query=query,
            headers=own,
            body=content,
        )
        signed = SIGNER.sign(
            AccessKey(self.key.id, self.key.secret, self.key.security_token),
            request,
            host="target.example",
            now=self.clock.now,
            nonce=f"wire-{next(self.nonces)}",
        )
        return asyncio.run(send(self.app, request, list(signed.items())))


def _encode(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """A directory: the database makes no difference here."""
    return tmp_path / "data"


@pytest.fixture
def wire(data: Storage, keyring: Keyring, clock: FakeClock) -> WireClient:
    """A client of the owner of the first account."""
    key = keyring.create_first()
    assert key is not None
    return WireClient(create_app(data, keyring=keyring, clock=clock), key, clock)


@pytest.fixture
def loaded_job(load: Any, make_job: Any) -> str:
    """The id of a job that was loaded."""
    load(make_job("x:stop", status={"currentJobStatus": "RUNNING"}))
    return "x:stop"


@pytest.fixture
def deployment_id(wire: WireClient) -> str:
    """The id of the only deployment."""
    return str(create(wire, "orders").body["data"]["deploymentId"])


def create(wire: WireClient, name: str | None, **properties: Any) -> Response:
    """Send a deployment of a SQL script."""
    body = {"name": name, "executionMode": "STREAMING", "artifact": SQL, **properties}
    return wire.send("CreateDeployment", "POST", "/deployments", body)


def start(wire: WireClient, deployment_id: str, **properties: Any) -> Response:
    """Start a deployment."""
    body = {"deploymentId": deployment_id, **properties}
    return wire.send("StartJobWithParams", "POST", "/jobs:start", body)


def names(wire: WireClient) -> list[str]:
    """Return the names of all deployments."""
    response = wire.send("ListDeployments", "GET", "/deployments", query="pageSize=100")
    return sorted(document["name"] for document in response.body["data"])


def problem(response: Response) -> tuple[int, str, str]:
    """Return status, code and message of a failure."""
    message = response.body.get("Message") or response.body.get("errorMessage")
    return response.status, response.code, message
