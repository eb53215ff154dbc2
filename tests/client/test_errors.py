"""A failure becomes one error of one tree, which says all that there is to know."""

import contextlib
import pickle
import socket
import threading
from typing import Any

import pytest

import flinkjobs
from flinkjobs import (
    AuthenticationError,
    BusinessError,
    ConnectionFailed,
    FlinkJobsError,
    InvalidParameterError,
    NotFoundError,
    PermissionDeniedError,
    RefusedError,
    ServerError,
    ThrottledError,
    TimedOut,
    UndecodableAnswer,
)
from flinkjobs.contract import ERRORS

from .conftest import Caller
from .scripted import Answer, Script, envelope, failure, refusal

CLASSES = {
    "invalid_parameter": InvalidParameterError,
    "not_found": NotFoundError,
    "authentication": AuthenticationError,
    "permission": PermissionDeniedError,
    "throttled": ThrottledError,
    "server": ServerError,
    "business": BusinessError,
}


def error_of(caller: Caller, **settings: Any) -> FlinkJobsError:
    """Call, and give the error that is raised."""
    with pytest.raises(FlinkJobsError) as caught:
        caller.page(settings)
    return caught.value


def hang_up(server: socket.socket) -> None:
    """Accept connections and end each at once, until the server is shut down."""
    with contextlib.suppress(OSError):
        while True:
            server.accept()[0].close()


@pytest.mark.parametrize("rule", [r for r in ERRORS if r.status >= 400], ids=lambda r: r.code)
def test_each_code_of_the_contract(caller: Caller, script: Script, rule: Any) -> None:
    """Each of the gateway's codes gives the class of its meaning, with the contract's remedy."""
    code = rule.code.replace("{Parameter}", "PageSize")
    script.answer = refusal(rule.status, code, "Not so.")
    error = error_of(caller)

    assert CLASSES[rule.meaning] is type(error)
    assert (code, "Not so.", "G-1") == (error.code, error.message, error.request_id)
    assert (rule.status, "ListJobs") == (error.status, error.operation)
    assert rule.remedy == error.remedy
    assert f"ListJobs: {code}: Not so. ({rule.remedy}) [request id G-1]" == str(error)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, InvalidParameterError),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (409, RefusedError),
        (422, InvalidParameterError),
        (429, ThrottledError),
        (500, ServerError),
        (504, ServerError),
    ],
)
def test_unknown_code(
    caller: Caller, script: Script, status: int, expected: type[Exception]
) -> None:
    """A code that the contract does not list gives the class of its status, and no remedy."""
    script.answer = refusal(status, "Something.New")
    error = error_of(caller)

    assert expected is type(error)
    assert ("Something.New", None) == (error.code, error.remedy)


def test_code_decides_before_status(caller: Caller, script: Script) -> None:
    """Products disagree on the status of a code, so the code decides."""
    script.answer = refusal(403, "Throttling.User")

    assert isinstance(error_of(caller), ThrottledError)


def test_permission_detail(caller: Caller, script: Script) -> None:
    """A refused permission says which action was missing."""
    detail = {"AuthAction": "stream:ListJobs", "NoPermissionType": "ImplicitDeny"}
    script.answer = refusal(403, "Forbidden.RAM", AccessDeniedDetail=detail)

    assert detail == error_of(caller).detail


def test_envelope_names_with_an_error_status(caller: Caller, script: Script) -> None:
    """An error status with the envelope's names is read as well as the gateway's own."""
    body = b'{"requestId":"E-1","success":false,"errorCode":"Forbidden.RAM","errorMessage":"No."}'
    script.answer = Answer(body, 403)
    error = error_of(caller)

    assert (PermissionDeniedError, "Forbidden.RAM") == (type(error), error.code)
    assert ("No.", "E-1") == (error.message, error.request_id)


def test_not_found_inside_an_answer(caller: Caller, script: Script) -> None:
    """A 200 that says success false with 990301 is a NotFoundError with the contract's remedy."""
    script.answer = failure("990301", "no such deployment")
    error = error_of(caller)

    assert NotFoundError is type(error)
    assert ("990301", "R-1", 200) == (error.code, error.request_id, error.status)
    assert (error.remedy or "").startswith("Check the ids")


def test_unknown_business_code(caller: Caller, script: Script) -> None:
    """A 200 that says success false with a code nobody listed is a BusinessError."""
    script.answer = failure("990999", "odd")
    error = error_of(caller)

    assert (BusinessError, "990999", "odd") == (type(error), error.code, error.message)


@pytest.mark.parametrize("empty", ["", '""', None])
def test_failure_without_a_code(caller: Caller, script: Script, empty: str | None) -> None:
    """Success false without a code is a BusinessError without one, however emptiness is written."""
    script.answer = failure(empty, '""')
    error = error_of(caller)

    assert (BusinessError, None) == (type(error), error.code)
    assert "the server answered with status 200 and no error message" == error.message


@pytest.mark.parametrize("empty", ["", '""', None])
def test_no_error(caller: Caller, script: Script, empty: str | None) -> None:
    """Success true with an empty code, a code of two quotes, or none is no error."""
    script.answer = envelope([], errorCode=empty, errorMessage=empty)

    assert [] == caller.page().items


def test_html_of_a_proxy(caller: Caller, script: Script) -> None:
    """An HTML 502 keeps its status, its headers and the first part of its body."""
    html = b"<html>" + b"x" * 5000
    script.answer = Answer(html, 502, {"Content-Type": "text/html", "x-acs-request-id": "H-1"})
    error = error_of(caller)

    assert (ServerError, 502, None) == (type(error), error.status, error.code)
    assert ("text/html", "H-1") == (error.headers["content-type"], error.request_id)
    assert html[:2048] == error.body
    assert (
        "ListJobs: the server answered with status 502 and no error message [request id H-1]"
        == str(error)
    )


def test_refused_connection(caller: Caller) -> None:
    """A port that nobody listens on is a ConnectionFailed that names the endpoint."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        endpoint = f"http://127.0.0.1:{unused.getsockname()[1]}"
    error = error_of(caller, endpoint=endpoint)

    assert ConnectionFailed is type(error)
    assert endpoint in str(error)


def test_connection_closed_without_an_answer(caller: Caller) -> None:
    """A connection that ends before the answer is a ConnectionFailed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=hang_up, args=[server])
        thread.start()
        error = error_of(caller, endpoint=f"http://127.0.0.1:{server.getsockname()[1]}")
        server.shutdown(socket.SHUT_RDWR)
        thread.join()

    assert ConnectionFailed is type(error)


def test_silence(caller: Caller, script: Script) -> None:
    """A server that says nothing is a TimedOut that names the time waited."""
    script.answer = Answer(waits=True)
    error = error_of(caller, timeout=0.2)

    assert TimedOut is type(error)
    assert f"{script.url} did not answer within 0.2 s" in str(error)


def test_truncated_body(caller: Caller, script: Script) -> None:
    """A body shorter than it was said to be is a ConnectionFailed, not half an answer."""
    script.answer = Answer(b"{}", headers={"Content-Length": "100", "Connection": "close"})

    assert ConnectionFailed is type(error_of(caller))


def test_one_tree() -> None:
    """Every error that the package names is a FlinkJobsError."""
    classes = [getattr(flinkjobs, name) for name in flinkjobs.errors.__all__]

    assert all(issubclass(one, FlinkJobsError) for one in classes)
    assert issubclass(TimedOut, ConnectionFailed)
    assert all(issubclass(one, RefusedError) for one in CLASSES.values())
    assert not issubclass(UndecodableAnswer, RefusedError)


def test_errors_travel_between_processes(caller: Caller, script: Script) -> None:
    """An error keeps its class and all it knows when it is pickled."""
    script.answer = refusal(429, "Throttling.User")
    error = error_of(caller)
    copy = pickle.loads(pickle.dumps(error))

    assert (type(error), vars(error), str(error)) == (type(copy), vars(copy), str(copy))
