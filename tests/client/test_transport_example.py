"""The documented example that plugs in a client of the user's own."""

import importlib.util
from pathlib import Path
from typing import Any

import httpx2
import pytest

from flinkjobs import Client, ConnectionFailed, Surroundings, TimedOut

from .scripted import Answer, Script, page_of

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "httpx2_transport.py"
SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n /1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "retries": 0,
    "surroundings": Surroundings(environ={}),
}


def transport() -> Any:
    spec = importlib.util.spec_from_file_location("httpx2_transport", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Httpx2Transport(httpx2.Client(trust_env=False))


def test_listing(script: Script) -> None:
    """It lists all pages over one connection, and what arrives is what was signed."""
    script.answer = page_of([{"jobId": f"j{number}"} for number in range(5)])
    with Client(endpoint=script.url, transport=transport(), **SETTINGS) as client:
        found = [job.job_id for job in client.jobs.list(deployment_id="d é", page_size=2)]

    assert ["j0", "j1", "j2", "j3", "j4"] == found
    assert 1 == len({asked.peer for asked in script.asked})
    assert script.asked[0].target.startswith(
        "/api/v2/namespaces/n%20%2F1/jobs?deploymentId=d%20%C3%A9&"
    )
    assert script.asked[0].headers["authorization"].startswith("ACS3-HMAC-SHA256 ")


def test_errors(script: Script) -> None:
    """What httpx2 raises becomes the errors that retries and callers know."""
    script.answer = Answer(waits=True)
    with (
        Client(endpoint=script.url, transport=transport(), timeout=0.2, **SETTINGS) as client,
        pytest.raises(TimedOut),
    ):
        client.jobs.list(deployment_id="d")
    with (
        Client(endpoint="http://127.0.0.1:9", transport=transport(), **SETTINGS) as client,
        pytest.raises(ConnectionFailed),
    ):
        client.jobs.list(deployment_id="d")
