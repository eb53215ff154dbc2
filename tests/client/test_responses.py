"""A response that does not match the contract is an error with the JSON path."""

import gzip
from typing import Any

import pytest

from flinkjobs import InvalidResponseError, ServerError, TransportError

from .conftest import AnyClient
from .scripted import CannedResponse, ScriptedServer, envelope


def error_of(any_client: AnyClient, **settings: Any) -> InvalidResponseError:
    """Return the error that a call raises."""
    with pytest.raises(InvalidResponseError) as caught:
        any_client.page(settings)
    return caught.value


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        ({"startTime": "soon"}, "Expected `int | null`, got `str` - at `$.data[0].startTime`"),
        ({"status": []}, "Expected `object | null`, got `array` - at `$.data[0].status`"),
        (None, "Expected `object`, got `null` - at `$.data[0]`"),
        (
            {"localVariables": [{"name": 1}]},
            "Expected `str | null`, got `int` - at `$.data[0].localVariables[0].name`",
        ),
    ],
)
def test_wrong_shape(
    any_client: AnyClient, server: ScriptedServer, job: Any, expected: str
) -> None:
    """A value of the wrong type is an error with its JSON path."""
    server.response = envelope([job])

    what = "the response does not match the contract"
    assert str(error_of(any_client)) == f"ListJobs: {what}: {expected}"


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{", b"<html>", b'{"requestId":"\xff"}'])
def test_body_is_not_json(any_client: AnyClient, server: ScriptedServer, body: bytes) -> None:
    """The error for a 200 without valid JSON keeps status, headers and body."""
    server.response = CannedResponse(body, headers={"x-acs-request-id": "U-1"})
    error = error_of(any_client)

    assert (error.status, error.body, error.request_id) == (200, body, "U-1")


def test_deep_nesting(any_client: AnyClient, server: ScriptedServer) -> None:
    """A body nested deeper than Python can go is an error like any other."""
    depth = 100_000
    body = b'{"data":[{"flinkConf":{"a":' + b"[" * depth + b"]" * depth + b"}}]}"
    server.response = CannedResponse(body)

    assert "the response does not match the contract" in str(error_of(any_client))


def test_deep_nesting_in_an_error_response(any_client: AnyClient, server: ScriptedServer) -> None:
    """An error response nested too deeply is an error without a code."""
    server.response = CannedResponse(b'{"Code":' + b"[" * 100_000, 503)

    with pytest.raises(ServerError):
        any_client.page()


def test_success_is_absent(any_client: AnyClient, server: ScriptedServer) -> None:
    """A response that does not say whether it succeeded is not taken for a success."""
    server.response = CannedResponse(b'{"requestId":"R-1","data":[]}')

    assert "does not report success or failure - at `$.success`" in str(error_of(any_client))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect(any_client: AnyClient, server: ScriptedServer, status: int) -> None:
    """A redirect is not followed: what was signed for one server goes to no other."""
    server.response = CannedResponse(b"", status, {"Location": f"{server.url}/elsewhere"})
    error = error_of(any_client)

    assert len(server.requests) == 1
    assert f"redirects to {server.url}/elsewhere with status {status}" in str(error)


def test_compressed(any_client: AnyClient, server: ScriptedServer) -> None:
    """A response that is compressed without request is decoded."""
    plain = envelope([{"jobId": "j1"}])
    server.response = CannedResponse(
        gzip.compress(plain.body), headers={"Content-Encoding": "gzip"}
    )
    page = any_client.page()

    assert [job.job_id for job in page.items] == ["j1"]
    assert page.raw == plain.body


def test_damaged_compression(any_client: AnyClient, server: ScriptedServer) -> None:
    """A response whose compression is damaged is a failure of the connection."""
    server.response = CannedResponse(b"not gzip", headers={"Content-Encoding": "gzip"})

    with pytest.raises(TransportError):
        any_client.page()


def test_other_successes(any_client: AnyClient, server: ScriptedServer) -> None:
    """Any status of success is read as one."""
    server.response = CannedResponse(envelope([{"jobId": "j1"}]).body, 201)

    assert len(any_client.page().items) == 1
