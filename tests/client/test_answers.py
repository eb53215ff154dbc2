"""An answer that is not what the contract says is an error, which names the place."""

import gzip
from typing import Any

import pytest

from flinkjobs import ConnectionFailed, ServerError, UndecodableAnswer

from .conftest import Caller
from .scripted import Answer, Script, envelope


def error_of(caller: Caller, **settings: Any) -> UndecodableAnswer:
    """Call, and give the error that is raised."""
    with pytest.raises(UndecodableAnswer) as caught:
        caller.page(settings)
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
def test_wrong_shape(caller: Caller, script: Script, job: Any, expected: str) -> None:
    """A value of the wrong type is an error that names its place in the answer."""
    script.answer = envelope([job])

    what = "the answer is not what the contract says"
    assert f"ListJobs: {what}: {expected}" == str(error_of(caller))


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{", b"<html>", b'{"requestId":"\xff"}'])
def test_no_answer_at_all(caller: Caller, script: Script, body: bytes) -> None:
    """A 200 whose body is no answer keeps status, headers and body."""
    script.answer = Answer(body, headers={"x-acs-request-id": "U-1"})
    error = error_of(caller)

    assert (200, body, "U-1") == (error.status, error.body, error.request_id)


def test_nesting_without_end(caller: Caller, script: Script) -> None:
    """A body nested deeper than Python can go is an error like any other."""
    depth = 100_000
    body = b'{"data":[{"flinkConf":{"a":' + b"[" * depth + b"]" * depth + b"}}]}"
    script.answer = Answer(body)

    assert "the answer is not what the contract says" in str(error_of(caller))


def test_nesting_without_end_in_a_refusal(caller: Caller, script: Script) -> None:
    """A refusal nested deeper than Python can go is read as one without a code."""
    script.answer = Answer(b'{"Code":' + b"[" * 100_000, 503)

    with pytest.raises(ServerError):
        caller.page()


def test_success_unsaid(caller: Caller, script: Script) -> None:
    """An answer that does not say whether it succeeded is not taken for a success."""
    script.answer = Answer(b'{"requestId":"R-1","data":[]}')

    assert "does not say whether it succeeded - at `$.success`" in str(error_of(caller))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect(caller: Caller, script: Script, status: int) -> None:
    """A redirect is not followed: what was signed for one server goes to no other."""
    script.answer = Answer(b"", status, {"Location": f"{script.url}/elsewhere"})
    error = error_of(caller)

    assert 1 == len(script.asked)
    assert f"redirects to {script.url}/elsewhere with status {status}" in str(error)


def test_compressed(caller: Caller, script: Script) -> None:
    """An answer that comes compressed, though nobody asked for it, is read."""
    plain = envelope([{"jobId": "j1"}])
    script.answer = Answer(gzip.compress(plain.body), headers={"Content-Encoding": "gzip"})
    page = caller.page()

    assert ["j1"] == [job.job_id for job in page.items]
    assert plain.body == page.raw


def test_damaged_compression(caller: Caller, script: Script) -> None:
    """A compressed answer that cannot be unpacked is a failure of the connection."""
    script.answer = Answer(b"not gzip", headers={"Content-Encoding": "gzip"})

    with pytest.raises(ConnectionFailed):
        caller.page()


def test_other_successes(caller: Caller, script: Script) -> None:
    """Any status of success is read as one."""
    script.answer = Answer(envelope([{"jobId": "j1"}]).body, 201)

    assert 1 == len(caller.page().items)
