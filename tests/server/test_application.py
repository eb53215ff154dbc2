"""A request is answered, or refused with an error of the contract, whatever happens on its way."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from flinkjobs._runtime.server.app import App
from flinkjobs._runtime.server.service_api import BusinessFailure, Call, Items, Principal, Refusal

TARGET = "/rooms/kitchen/cups"
SHELF = [("Shelf-Id", "top"), ("Host", "example.org")]


async def list_nothing(call: Call, parameters: Any) -> Items[Any]:
    """Answer an empty page."""
    return Items(items=[], total=0)


def test_an_answer_carries_the_request_id(ask: Any, make_app: Any) -> None:
    """The id stands in the body and in a header."""
    answer = ask(make_app(list_nothing), TARGET, headers=SHELF)

    assert (200, "R1") == (answer.status, answer.headers["x-acs-request-id"])
    assert "R1" == json.loads(answer.body)["requestId"]
    assert "application/json" == answer.headers["content-type"]


def test_an_implementation_knows_who_calls(ask: Any, make_app: Any) -> None:
    """What a guard found out reaches the implementation."""
    calls = []

    async def guard(exchange: Any) -> None:
        exchange.principal = Principal("acme", "alice")

    async def remember(call: Call, parameters: Any) -> Items[Any]:
        calls.append(call)
        return Items(items=[], total=0)

    ask(make_app(remember, guards=[guard]), TARGET, headers=SHELF)

    assert [
        Call(request_id="R1", operation="ListCups", principal=Principal("acme", "alice"))
    ] == calls


def test_head_has_the_length_of_the_body_that_it_leaves_out(ask: Any, make_app: Any) -> None:
    """HEAD has GET's headers and no body, when answered and when refused."""
    app = make_app(list_nothing)
    for headers in (SHELF, []):
        full = ask(app, TARGET, headers=headers)

        head = ask(app, TARGET, headers=headers, method="HEAD")

        assert (full.status, full.headers, b"") == (head.status, head.headers, head.body)
        assert len(full.body) == int(head.headers["content-length"])


def test_guards_run_in_order_and_before_parameters_are_read(ask: Any, make_app: Any) -> None:
    """The first that refuses ends it: nobody learns what is wrong behind it."""
    seen = []

    async def first(exchange: Any) -> None:
        seen.append("first")

    async def second(exchange: Any) -> None:
        seen.append("second")
        raise Refusal("Teapot", "short and stout")

    async def third(exchange: Any) -> None:
        seen.append("third")

    app = make_app(list_nothing, guards=[first, second, third])

    answer = ask(app, f"{TARGET}?pageSize=0")

    assert ["first", "second"] == seen
    expected = {
        "RequestId": "R1",
        "Code": "Teapot",
        "Message": "short and stout",
        "Recommend": "Mend Teapot.",
    }
    assert (418, expected) == (answer.status, json.loads(answer.body))


def test_the_contract_gives_the_status_of_a_code(ask: Any, make_app: Any) -> None:
    """Also of a code that stands for any parameter; one that it does not list keeps its usual one."""
    app = make_app(list_nothing)

    assert 400 == ask(app, f"{TARGET}?pageSize=0", headers=SHELF).status
    assert 400 == ask(app, TARGET).status  # these rules have no Missing{Parameter}
    assert 404 == ask(app, "/").status


def test_another_method_is_answered_with_those_allowed(ask: Any, make_app: Any) -> None:
    """405 comes with Allow, as HTTP has it."""
    answer = ask(make_app(list_nothing), TARGET, method="DELETE")

    assert (405, "GET, HEAD") == (answer.status, answer.headers["allow"])


def test_a_business_failure_is_answered_with_status_200(ask: Any, make_app: Any) -> None:
    """The operation was reached: the status says so, the body says no."""

    async def fail(call: Call, parameters: Any) -> Items[Any]:
        raise BusinessFailure("42", "no such shelf")

    answer = ask(make_app(fail), TARGET, headers=SHELF)

    body = json.loads(answer.body)
    assert (200, False, "42") == (answer.status, body["success"], body["code"])


def test_what_nobody_expected_is_logged_and_not_shown(
    ask: Any, make_app: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The caller learns the request id, the log the rest."""

    async def crash(call: Call, parameters: Any) -> Items[Any]:
        raise RuntimeError("the password is swordfish")

    with caplog.at_level(logging.ERROR):
        answer = ask(make_app(crash), TARGET, headers=SHELF)

    assert (500, "InternalError") == (answer.status, json.loads(answer.body)["Code"])
    assert b"swordfish" not in answer.body
    assert "request R1 failed" in caplog.text and "swordfish" in caplog.text


def _known(error: Exception) -> Refusal | None:
    return Refusal("Teapot", "short and stout") if isinstance(error, ValueError) else None


def _broken(error: Exception) -> Refusal | None:
    raise KeyError("who knows")


@pytest.mark.parametrize(
    ("refusal_of", "status", "logged"),
    [(_known, 418, False), (lambda error: None, 500, True), (_broken, 500, True)],
    ids=["known", "unknown", "crashed"],
)
def test_what_an_error_means(
    ask: Any,
    make_app: Any,
    caplog: pytest.LogCaptureFixture,
    refusal_of: Any,
    status: int,
    logged: bool,
) -> None:
    """Whoever makes the application may say it; where that fails, it is an error like others."""

    async def fail(call: Call, parameters: Any) -> Items[Any]:
        raise ValueError("boiling")

    with caplog.at_level(logging.ERROR):
        answer = ask(make_app(fail, refusal_of=refusal_of), TARGET, headers=SHELF)

    assert (status, "R1") == (answer.status, answer.headers["x-acs-request-id"])
    assert logged == ("boiling" in caplog.text)


def test_a_large_body_is_refused_before_it_is_complete(ask: Any, make_app: Any) -> None:
    """Nobody fills the server's memory."""
    piece = {"type": "http.request", "body": b"x" * 600_000, "more_body": True}
    messages = [dict(piece) for _ in range(1000)]

    answer = ask(make_app(list_nothing), TARGET, headers=SHELF, messages=messages)

    assert (400, "InvalidBody") == (answer.status, json.loads(answer.body)["Code"])
    assert 998 == len(messages)


def test_nobody_is_answered_who_hung_up(ask: Any, make_app: Any) -> None:
    """A caller that goes away while sending is not an error."""
    messages = [{"type": "http.disconnect"}]

    answer = ask(make_app(list_nothing), TARGET, headers=SHELF, messages=messages)

    assert 0 == answer.status


def test_the_path_is_taken_as_it_stands_on_the_wire(ask: Any, make_app: Any) -> None:
    """An encoded slash reaches the implementation as part of its parameter."""
    rooms = []

    async def remember(call: Call, parameters: Any) -> Items[Any]:
        rooms.append(parameters.room)
        return Items(items=[], total=0)

    ask(make_app(remember), "/rooms/a%2Fb%25/cups", headers=SHELF)

    assert ["a/b%"] == rooms


def test_a_header_may_be_utf_8_or_latin_1(ask: Any, make_app: Any) -> None:
    """Clients differ in how they write what is not ASCII; the text is the same."""
    shelves = []

    async def remember(call: Call, parameters: Any) -> Items[Any]:
        shelves.append(parameters.shelf)
        return Items(items=[], total=0)

    for written in ("ö", "ö".encode().decode("latin-1")):
        ask(make_app(remember), TARGET, headers=[("Shelf-Id", written)])

    assert ["ö", "ö"] == shelves


def live(app: App) -> list[str]:
    """Start and stop an application; give what it said."""
    said: list[str] = []
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        said.append(message["type"])

    asyncio.run(app({"type": "lifespan"}, receive, send))
    return said


@pytest.mark.parametrize(
    ("fails", "expected"),
    [
        ("never", ["lifespan.startup.complete", "lifespan.shutdown.complete"]),
        ("at startup", ["lifespan.startup.failed"]),
        ("at shutdown", ["lifespan.startup.complete", "lifespan.shutdown.failed"]),
    ],
)
def test_a_lifespan_is_entered_and_left(make_app: Any, fails: str, expected: list[str]) -> None:
    """What an application needs is opened before and closed after all requests."""

    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        if fails == "at startup":
            raise RuntimeError("no disk")
        yield
        if fails == "at shutdown":
            raise RuntimeError("disk gone")

    assert expected == live(make_app(list_nothing, lifespan=lifespan))
