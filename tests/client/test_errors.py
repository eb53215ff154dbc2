"""Each failure raises one class of a single hierarchy, with all known facts."""

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
    ConflictError,
    FlinkJobsError,
    InvalidParameterError,
    InvalidResponseError,
    NotFoundError,
    PermissionDeniedError,
    RequestTimeoutError,
    ServerError,
    ServiceError,
    ThrottledError,
    TransportError,
)
from flinkjobs.contract import ERRORS

from .conftest import AnyClient
from .scripted import CannedResponse, ScriptedServer, envelope, failure, refusal

CLASSES = {
    "invalid_parameter": InvalidParameterError,
    "not_found": NotFoundError,
    "authentication": AuthenticationError,
    "permission": PermissionDeniedError,
    "throttled": ThrottledError,
    "server": ServerError,
    "business": BusinessError,
}


def error_of(any_client: AnyClient, **settings: Any) -> FlinkJobsError:
    """Return the error that a call raises."""
    with pytest.raises(FlinkJobsError) as caught:
        any_client.page(settings)
    return caught.value


def hang_up(server: socket.socket) -> None:
    """Accept connections and end each at once, until the server is shut down."""
    with contextlib.suppress(OSError):
        while True:
            server.accept()[0].close()


@pytest.mark.parametrize("rule", [r for r in ERRORS if r.status >= 400], ids=lambda r: r.code)
def test_each_code_of_the_contract(
    any_client: AnyClient, server: ScriptedServer, rule: Any
) -> None:
    """Each of the gateway's codes gives the class of its meaning, with the contract's remedy."""
    code = rule.code.replace("{Parameter}", "PageSize")
    server.response = refusal(rule.status, code, "Not so.")
    error = error_of(any_client)

    assert type(error) is CLASSES[rule.meaning]
    assert (error.code, error.message, error.request_id) == (code, "Not so.", "G-1")
    assert (error.status, error.operation) == (rule.status, "ListJobs")
    assert error.remedy == rule.remedy
    assert str(error) == f"ListJobs: {code}: Not so. ({rule.remedy}) [request id G-1]"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, InvalidParameterError),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (409, ConflictError),
        (422, InvalidParameterError),
        (429, ThrottledError),
        (500, ServerError),
        (504, ServerError),
    ],
)
def test_unknown_code(
    any_client: AnyClient, server: ScriptedServer, status: int, expected: type[Exception]
) -> None:
    """A code that the contract does not list gives the class of its status, and no remedy."""
    server.response = refusal(status, "Something.New")
    error = error_of(any_client)

    assert type(error) is expected
    assert (error.code, error.remedy) == ("Something.New", None)


def test_code_decides_before_status(any_client: AnyClient, server: ScriptedServer) -> None:
    """Products disagree on the status of a code, so the code decides."""
    server.response = refusal(403, "Throttling.User")

    assert isinstance(error_of(any_client), ThrottledError)


def test_permission_detail(any_client: AnyClient, server: ScriptedServer) -> None:
    """A permission error has the missing action in its detail."""
    detail = {"AuthAction": "stream:ListJobs", "NoPermissionType": "ImplicitDeny"}
    server.response = refusal(403, "Forbidden.RAM", AccessDeniedDetail=detail)

    assert error_of(any_client).detail == detail


def test_envelope_names_with_an_error_status(any_client: AnyClient, server: ScriptedServer) -> None:
    """An error status with the envelope's names is read as well as the gateway's own."""
    body = b'{"requestId":"E-1","success":false,"errorCode":"Forbidden.RAM","errorMessage":"No."}'
    server.response = CannedResponse(body, 403)
    error = error_of(any_client)

    assert (type(error), error.code) == (PermissionDeniedError, "Forbidden.RAM")
    assert (error.message, error.request_id) == ("No.", "E-1")


def test_not_found_in_an_envelope(any_client: AnyClient, server: ScriptedServer) -> None:
    """A 200 that says success false with 990301 is a NotFoundError with the contract's remedy."""
    server.response = failure("990301", "no such deployment")
    error = error_of(any_client)

    assert type(error) is NotFoundError
    assert (error.code, error.request_id, error.status) == ("990301", "R-1", 200)
    assert (error.remedy or "").startswith("Check the ids")


def test_unknown_business_code(any_client: AnyClient, server: ScriptedServer) -> None:
    """A 200 that says success false with a code nobody listed is a BusinessError."""
    server.response = failure("990999", "odd")
    error = error_of(any_client)

    assert (type(error), error.code, error.message) == (BusinessError, "990999", "odd")


@pytest.mark.parametrize("empty", ["", '""', None])
def test_failure_without_a_code(
    any_client: AnyClient, server: ScriptedServer, empty: str | None
) -> None:
    """Success false without a code is a BusinessError without one, however emptiness is written."""
    server.response = failure(empty, '""')
    error = error_of(any_client)

    assert (type(error), error.code) == (BusinessError, None)
    assert error.message == "the server responded with status 200 and no error message"


@pytest.mark.parametrize("empty", ["", '""', None])
def test_no_error(any_client: AnyClient, server: ScriptedServer, empty: str | None) -> None:
    """Success true with an empty code, a code of two quotes, or none is no error."""
    server.response = envelope([], errorCode=empty, errorMessage=empty)

    assert any_client.page().items == []


def test_html_of_a_proxy(any_client: AnyClient, server: ScriptedServer) -> None:
    """An HTML 502 keeps its status, its headers and its body."""
    html = b"<html>" + b"x" * 5000
    server.response = CannedResponse(
        html, 502, {"Content-Type": "text/html", "x-acs-request-id": "H-1"}
    )
    error = error_of(any_client)

    assert (type(error), error.status, error.code) == (ServerError, 502, None)
    assert (error.headers["content-type"], error.request_id) == ("text/html", "H-1")
    assert error.body == html
    assert (
        str(error)
        == "ListJobs: the server responded with status 502 and no error message [request id H-1]"
    )


def test_refused_connection(any_client: AnyClient) -> None:
    """A port that nobody listens on is a TransportError that names the endpoint."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        endpoint = f"http://127.0.0.1:{unused.getsockname()[1]}"
    error = error_of(any_client, endpoint=endpoint)

    assert type(error) is TransportError
    assert endpoint in str(error)


def test_connection_closed_without_a_response(any_client: AnyClient) -> None:
    """A connection that ends before the response is a TransportError."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=hang_up, args=[server])
        thread.start()
        error = error_of(any_client, endpoint=f"http://127.0.0.1:{server.getsockname()[1]}")
        server.shutdown(socket.SHUT_RDWR)
        thread.join()

    assert type(error) is TransportError


def test_timeout(any_client: AnyClient, server: ScriptedServer) -> None:
    """A server that says nothing is a RequestTimeoutError that names the time waited."""
    server.response = CannedResponse(waits=True)
    error = error_of(any_client, timeout=0.2)

    assert type(error) is RequestTimeoutError
    assert f"{server.url} did not respond within 0.2 s" in str(error)


def test_truncated_body(any_client: AnyClient, server: ScriptedServer) -> None:
    """A body shorter than it was said to be is a TransportError, not half a response."""
    server.response = CannedResponse(
        b"{}", headers={"Content-Length": "100", "Connection": "close"}
    )

    assert type(error_of(any_client)) is TransportError


def test_base_class() -> None:
    """Every error that the package names is a FlinkJobsError."""
    classes = [getattr(flinkjobs, name) for name in flinkjobs.errors.__all__]

    assert all(issubclass(class_, FlinkJobsError) for class_ in classes)
    assert issubclass(RequestTimeoutError, TransportError)
    assert all(issubclass(class_, ServiceError) for class_ in CLASSES.values())
    assert not issubclass(InvalidResponseError, ServiceError)


def test_errors_are_pickled(any_client: AnyClient, server: ScriptedServer) -> None:
    """An error keeps its class and all its facts when it is pickled."""
    server.response = refusal(429, "Throttling.User")
    error = error_of(any_client)
    copy = pickle.loads(pickle.dumps(error))

    assert (type(copy), vars(copy), str(copy)) == (type(error), vars(error), str(error))
