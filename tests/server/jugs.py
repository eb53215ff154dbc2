"""Operations on jugs, whose JSON bodies are checked by a schema."""

from typing import Any

from msgspec import Struct

from flinkjobs._runtime.contract.operation import Envelope, Operation, Parameter
from flinkjobs._runtime.models.base import NULL, Model
from flinkjobs._runtime.parameters.bodies import JsonBody
from flinkjobs._runtime.parameters.scalars import Boolean, Text
from flinkjobs._runtime.parameters.styles import Array
from flinkjobs._runtime.server.routing import Route

from ..checked_bodies import body_check, body_schema

__all__ = ["Handle", "Jug", "JugParameters", "json_route"]


class Handle(Model, kw_only=True):
    """A nested object."""

    material: str | None = None


class Jug(Model, kw_only=True):
    """The body of a request."""

    jug_id: str | None = None
    display_name: str | None = None
    volume: int | None = None
    lid: str | None = NULL
    handles: list[Handle] | None = None


class JugParameters(Struct, frozen=True, kw_only=True):
    """The parameters of an operation with a body."""

    jug_id: str
    body: Jug
    tags: list[str] | None = None
    names: list[str] | None = None
    force: bool | None = None


class Verdict(Model, kw_only=True):
    """An envelope without a payload."""

    request_id: str | None = None
    success: bool | None = None
    code: str | None = None
    message: str | None = None


ENVELOPE = Envelope(
    success="success",
    code="code",
    message="message",
    request_id="request_id",
    payload="data",
    empty_codes=("",),
)
SCHEMAS = {
    "Jug": body_schema(
        types=("object",),
        required=("displayName", "lid"),
        read_only=("jugId",),
        properties={
            "displayName": body_schema(types=("string",), max_length=40),
            "lid": body_schema(types=("string", "null")),
            "handles": body_schema(items="Handle", max_items=2),
        },
    ),
    "Handle": body_schema(
        required=("material",),
        read_only=("handleId",),
        properties={"material": body_schema(values=("clay", "tin"))},
    ),
}
PARAMETERS = (
    Parameter(
        name="jug_id", wire_name="jugId", location="path", codec=Text(min_length=1), required=True
    ),
    Parameter(
        name="tags", wire_name="tags", location="query", codec=Array(item=Text(), explode=True)
    ),
    Parameter(
        name="names", wire_name="names", location="query", codec=Array(item=Text(), explode=False)
    ),
    Parameter(name="force", wire_name="force", location="query", codec=Boolean()),
    Parameter(
        name="body",
        wire_name="body",
        location="body",
        codec=JsonBody(type=Jug, schema=body_check("Jug", SCHEMAS)),
        required=True,
    ),
)


def json_route(method: str, handler: Any) -> Route[Any, Any]:
    """Build the route of a method of `/jugs/{jugId}`."""
    operation = Operation(
        name=f"{method.title()}Jug",
        method=method,
        path="/jugs/{jugId}",
        parameters=PARAMETERS,
        response_type=Verdict,
        envelope=ENVELOPE,
    )
    return Route(operation, JugParameters, handler)
