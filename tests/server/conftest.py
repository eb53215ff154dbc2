"""A small contract, and in-process requests to an application."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

import pytest
from msgspec import Struct

from flinkjobs._runtime.contract.operation import (
    Envelope,
    ErrorBodyFields,
    ErrorRule,
    Operation,
    Pagination,
    Parameter,
)
from flinkjobs._runtime.models.base import Model
from flinkjobs._runtime.parameters.scalars import Choice, Integer, Text
from flinkjobs._runtime.server.app import App
from flinkjobs._runtime.server.routing import Route

from ..asgi import AsgiResponse, call_asgi, http_scope

Headers: TypeAlias = Sequence[tuple[str, str]]
Ask: TypeAlias = Callable[..., AsgiResponse]


class Cup(Model, kw_only=True):
    """An item of a listing."""

    cup_id: str | None = None
    size: int | None = None


class CupsAnswer(Model, kw_only=True):
    """A page of cups."""

    request_id: str | None = None
    success: bool | None = None
    http_code: int | None = None
    code: str | None = None
    message: str | None = None
    page_index: int | None = None
    total_size: int | None = None
    cups: list[Cup] | None = None


class CupsParameters(Struct, frozen=True, kw_only=True):
    """Parameters of ListCups, as a template would emit them."""

    shelf: str
    room: str
    owner: str | None = None
    page_index: int = 1
    page_size: int = 10
    glaze: str = "blue"


LIST_CUPS = Operation(
    name="ListCups",
    method="GET",
    path="/rooms/{room}/cups",
    parameters=(
        Parameter(
            name="shelf",
            wire_name="Shelf-Id",
            location="header",
            codec=Text(min_length=1),
            required=True,
        ),
        Parameter(
            name="room", wire_name="room", location="path", codec=Text(min_length=1), required=True
        ),
        Parameter(name="owner", wire_name="owner", location="query", codec=Text(max_length=5)),
        Parameter(
            name="page_index",
            wire_name="pageIndex",
            location="query",
            codec=Integer(minimum=1),
            default=1,
        ),
        Parameter(
            name="page_size",
            wire_name="pageSize",
            location="query",
            codec=Integer(minimum=1, maximum=100),
            default=10,
        ),
        Parameter(
            name="glaze",
            wire_name="glaze",
            location="query",
            codec=Choice(values=("blue", "red")),
            default="blue",
        ),
    ),
    response_type=CupsAnswer,
    envelope=Envelope(
        success="success",
        code="code",
        message="message",
        request_id="request_id",
        payload="cups",
        empty_codes=("",),
        status="http_code",
    ),
    pagination=Pagination(
        position="page_index",
        size="page_size",
        items="cups",
        items_wire_name="cups",
        total="total_size",
        key="cup_id",
        largest=100,
    ),
)


@pytest.fixture
def ask() -> Ask:
    """Sends a request for a target such as `/a?b=c` to an application."""

    def ask(
        app: App,
        target: str,
        *,
        method: str = "GET",
        headers: Headers = (),
        messages: list[dict[str, Any]] | None = None,
    ) -> AsgiResponse:
        pairs = [(name, value.encode("latin-1")) for name, value in headers]
        scope = http_scope(method, target, pairs)
        return asyncio.run(call_asgi(app, scope, messages=messages))

    return ask


@pytest.fixture
def list_cups() -> Operation[CupsAnswer]:
    """An operation with pages and an envelope."""
    return LIST_CUPS


@pytest.fixture
def cups_parameters() -> type[CupsParameters]:
    """The type of its parameters."""
    return CupsParameters


async def nothing(*_: object) -> None:
    """Return None."""


@pytest.fixture
def idle() -> Callable[..., Awaitable[None]]:
    """Return None."""
    return nothing


RULES = tuple(
    ErrorRule(
        code=code,
        status=status,
        meaning="server",
        when="…",
        remedy=f"Mend {code}.",
        retryable=False,
    )
    for code, status in (
        ("Invalid{Parameter}", 400),
        ("Teapot", 418),
        ("InternalError", 500),
        ("InvalidApi.NotFound", 404),
    )
)
ERROR_BODY = ErrorBodyFields(
    code="Code", message="Message", request_id="RequestId", detail="Detail", recommend="Recommend"
)


@pytest.fixture
def make_app(list_cups: Any, cups_parameters: Any) -> Any:
    """Builds an application from one implementation of ListCups, or from routes."""

    def make_app(handler: Any = None, *, routes: Any = (), **settings: Any) -> App:
        return App(
            routes or [Route(list_cups, cups_parameters, handler)],
            errors=RULES,
            error_fields=ERROR_BODY,
            new_request_id=lambda: "R1",
            **settings,
        )

    return make_app
