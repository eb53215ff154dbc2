"""The life of a request: every one gets a response or an error response of the contract."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import repeat
from typing import Any

import pytest

from flinkjobs._runtime.server.app import App
from flinkjobs._runtime.server.service_api import (
    ErrorResponse,
    OperationFailure,
    PageResult,
    Principal,
    ServiceCall,
)

TARGET = "/rooms/kitchen/cups"
SHELF = [("Shelf-Id", "top"), ("Host", "example.org")]


async def list_nothing(call: ServiceCall, parameters: Any) -> PageResult[Any]:
    """Return an empty page."""
    return PageResult(items=[], total=0)


def test_a_response_carries_the_request_id(ask: Any, make_app: Any) -> None:
    """The id is in the body and in a header."""
    answer = ask(make_app(list_nothing), TARGET, headers=SHELF)

    assert (answer.status, answer.headers["x-request-id"]) == (200, "R1")
    assert json.loads(answer.body)["requestId"] == "R1"
    assert answer.headers["content-type"] == "application/json"


def test_a_service_receives_the_principal_of_a_guard(ask: Any, make_app: Any) -> None:
    """The principal that a guard sets is part of the service call."""
    calls = []

    async def guard(context: Any) -> None:
        context.principal = Principal("acme", "alice")

    async def list_cups(call: ServiceCall, parameters: Any) -> PageResult[Any]:
        calls.append(call)
        return PageResult(items=[], total=0)

    ask(make_app(list_cups, guards=[guard]), TARGET, headers=SHELF)

    assert calls == [
        ServiceCall(request_id="R1", operation="ListCups", principal=Principal("acme", "alice"))
    ]


def test_head_has_the_content_length_of_the_omitted_body(ask: Any, make_app: Any) -> None:
    """A response to HEAD has the headers of GET and no body, errors included."""
    app = make_app(list_nothing)
    for headers in (SHELF, []):
        full = ask(app, TARGET, headers=headers)

        head = ask(app, TARGET, headers=headers, method="HEAD")

        assert (head.status, head.headers, head.body) == (full.status, full.headers, b"")
        assert int(head.headers["content-length"]) == len(full.body)


def test_guards_run_in_order_and_before_parameters_are_decoded(ask: Any, make_app: Any) -> None:
    """The first guard that rejects ends the request; later errors are not disclosed."""
    seen = []

    async def first(context: Any) -> None:
        seen.append("first")

    async def second(context: Any) -> None:
        seen.append("second")
        raise ErrorResponse("Teapot", "short and stout")

    async def third(context: Any) -> None:
        seen.append("third")

    app = make_app(list_nothing, guards=[first, second, third])

    answer = ask(app, f"{TARGET}?pageSize=0")

    assert seen == ["first", "second"]
    expected = {
        "RequestId": "R1",
        "Code": "Teapot",
        "Message": "short and stout",
        "Recommend": "Mend Teapot.",
    }
    assert (answer.status, json.loads(answer.body)) == (418, expected)


def test_the_contract_decides_the_status_of_a_code(ask: Any, make_app: Any) -> None:
    """A code with `{Parameter}` matches any parameter; an unlisted code has a default status."""
    app = make_app(list_nothing)

    assert ask(app, f"{TARGET}?pageSize=0", headers=SHELF).status == 400
    assert ask(app, TARGET).status == 400  # these rules have no Missing{Parameter}
    assert ask(app, "/").status == 404


def test_another_method_gets_405_with_allow(ask: Any, make_app: Any) -> None:
    """The Allow header lists the methods of the path."""
    answer = ask(make_app(list_nothing), TARGET, method="DELETE")

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_an_operation_failure_has_status_200(ask: Any, make_app: Any) -> None:
    """The operation was reached, so the failure is in the envelope, not in the status."""

    async def fail(call: ServiceCall, parameters: Any) -> PageResult[Any]:
        raise OperationFailure("42", "no such shelf")

    answer = ask(make_app(fail), TARGET, headers=SHELF)

    body = json.loads(answer.body)
    assert (answer.status, body["success"], body["code"]) == (200, False, "42")


def test_an_unexpected_error_is_logged_and_not_disclosed(
    ask: Any, make_app: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The client receives the request id, the log the exception."""

    async def crash(call: ServiceCall, parameters: Any) -> PageResult[Any]:
        raise RuntimeError("the password is swordfish")

    with caplog.at_level(logging.ERROR):
        answer = ask(make_app(crash), TARGET, headers=SHELF)

    assert (answer.status, json.loads(answer.body)["Code"]) == (500, "InternalError")
    assert b"swordfish" not in answer.body
    assert "request R1 failed" in caplog.text and "swordfish" in caplog.text


def _map_value_error(error: Exception) -> ErrorResponse | None:
    return ErrorResponse("Teapot", "short and stout") if isinstance(error, ValueError) else None


def _failing_map(error: Exception) -> ErrorResponse | None:
    raise KeyError("who knows")


@pytest.mark.parametrize(
    ("map_error", "status", "logged"),
    [(_map_value_error, 418, False), (lambda error: None, 500, True), (_failing_map, 500, True)],
    ids=["mapped", "unmapped", "failing"],
)
def test_map_error_chooses_the_error_response(
    ask: Any,
    make_app: Any,
    caplog: pytest.LogCaptureFixture,
    map_error: Any,
    status: int,
    logged: bool,
) -> None:
    """An exception that is not mapped, or whose mapping fails, is an internal error."""

    async def fail(call: ServiceCall, parameters: Any) -> PageResult[Any]:
        raise ValueError("boiling")

    with caplog.at_level(logging.ERROR):
        answer = ask(make_app(fail, map_error=map_error), TARGET, headers=SHELF)

    assert (answer.status, answer.headers["x-request-id"]) == (status, "R1")
    assert ("boiling" in caplog.text) == logged


def test_a_large_body_is_rejected_before_it_is_complete(ask: Any, make_app: Any) -> None:
    """A body is read no further than its limit."""
    piece = {"type": "http.request", "body": b"x" * 600_000, "more_body": True}
    messages = repeat(piece, 1000)

    answer = ask(make_app(list_nothing), TARGET, headers=SHELF, messages=messages)

    assert (answer.status, json.loads(answer.body)["Code"]) == (400, "InvalidBody")
    assert len(list(messages)) == 998


def test_a_disconnected_client_gets_no_response(ask: Any, make_app: Any) -> None:
    """A client that disconnects while sending is not an error."""
    messages = [{"type": "http.disconnect"}]

    answer = ask(make_app(list_nothing), TARGET, headers=SHELF, messages=messages)

    assert answer.status == 0


def test_the_path_is_split_before_it_is_decoded(ask: Any, make_app: Any) -> None:
    """An encoded slash is part of its parameter."""
    rooms = []

    async def list_cups(call: ServiceCall, parameters: Any) -> PageResult[Any]:
        rooms.append(parameters.room)
        return PageResult(items=[], total=0)

    ask(make_app(list_cups), "/rooms/a%2Fb%25/cups", headers=SHELF)

    assert rooms == ["a/b%"]


def test_a_header_may_be_utf_8_or_latin_1(ask: Any, make_app: Any) -> None:
    """Header values that are not ASCII are decoded as UTF-8, or else as Latin-1."""
    shelves = []

    async def list_cups(call: ServiceCall, parameters: Any) -> PageResult[Any]:
        shelves.append(parameters.shelf)
        return PageResult(items=[], total=0)

    for written in ("ö", "ö".encode().decode("latin-1")):
        ask(make_app(list_cups), TARGET, headers=[("Shelf-Id", written)])

    assert shelves == ["ö", "ö"]


def live(app: App) -> list[str]:
    """Start and stop an application; return the types of its messages."""
    sent: list[str] = []
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(app({"type": "lifespan"}, receive, send))
    return sent


@pytest.mark.parametrize(
    ("fails", "expected"),
    [
        ("never", ["lifespan.startup.complete", "lifespan.shutdown.complete"]),
        ("at startup", ["lifespan.startup.failed"]),
        ("at shutdown", ["lifespan.startup.complete", "lifespan.shutdown.failed"]),
    ],
)
def test_a_lifespan_is_entered_and_left(make_app: Any, fails: str, expected: list[str]) -> None:
    """The lifespan is entered before and left after all requests; its failures are reported."""

    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        if fails == "at startup":
            raise RuntimeError("no disk")
        yield
        if fails == "at shutdown":
            raise RuntimeError("disk gone")

    assert live(make_app(list_nothing, lifespan=lifespan)) == expected
