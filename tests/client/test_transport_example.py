"""The documented example that plugs in a client of the user's own."""

import importlib.util
from pathlib import Path
from typing import Any

import httpx2
import pytest

from flinkjobs import Client, Environment, RequestTimeoutError, TransportError

from .scripted import CannedResponse, ScriptedServer, page_of

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "httpx2_transport.py"
SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n /1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "retries": 0,
    "environment": Environment(environ={}),
}


def transport() -> Any:
    spec = importlib.util.spec_from_file_location("httpx2_transport", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Httpx2Transport(httpx2.Client(trust_env=False))


def test_listing(server: ScriptedServer) -> None:
    """It lists all pages over one connection, and what arrives is what was signed."""
    server.response = page_of([{"jobId": f"j{number}"} for number in range(5)])
    with Client(endpoint=server.url, transport=transport(), **SETTINGS) as client:
        actual = [job.job_id for job in client.jobs.list(deployment_id="d é", page_size=2)]

    assert actual == ["j0", "j1", "j2", "j3", "j4"]
    assert len({request.peer for request in server.requests}) == 1
    assert server.requests[0].target.startswith(
        "/api/v2/namespaces/n%20%2F1/jobs?deploymentId=d%20%C3%A9&"
    )
    assert server.requests[0].headers["authorization"].startswith("ACS3-HMAC-SHA256 ")


def test_errors(server: ScriptedServer) -> None:
    """Errors of httpx2 become the errors that retries and callers know."""
    server.response = CannedResponse(waits=True)
    with (
        Client(endpoint=server.url, transport=transport(), timeout=0.2, **SETTINGS) as client,
        pytest.raises(RequestTimeoutError),
    ):
        client.jobs.list(deployment_id="d")
    with (
        Client(endpoint="http://127.0.0.1:9", transport=transport(), **SETTINGS) as client,
        pytest.raises(TransportError),
    ):
        client.jobs.list(deployment_id="d")
