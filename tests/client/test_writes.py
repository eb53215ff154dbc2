"""Requests of operations that write: bodies, verbs in paths, and values of a query."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from flinkjobs import Client, Environment, UsageError
from flinkjobs._runtime.client.request import Request, build_request
from flinkjobs._runtime.client.response import Response
from flinkjobs._runtime.client.settings import Endpoint
from flinkjobs._runtime.contract.operation import Operation, Parameter
from flinkjobs._runtime.models.base import Model
from flinkjobs._runtime.parameters.bodies import JsonBody
from flinkjobs._runtime.parameters.scalars import Boolean, Codec, Text
from flinkjobs._runtime.parameters.styles import Array
from flinkjobs.contract import ENVELOPE
from flinkjobs.signing import AccessKey, authorization

from ..checked_bodies import body_check, body_schema


class Draft(Model):
    """A resource whose id and creator the service sets."""

    draft_id: str | None = None
    creator: str | None = None
    name: str | None = None
    labels: list[str] | None = None


class Verdict(Model):
    """A response with an envelope and no payload."""

    success: bool | None = None
    error_code: str | None = None
    error_message: str | None = None
    request_id: str | None = None


SCHEMA = body_schema(types=("object",), required=("name",), read_only=("draftId", "creator"))
BODY = JsonBody(type=Draft, schema=body_check("Draft", {"Draft": SCHEMA}))


def operation(
    codec: Codec, location: str = "query", *, path: str = "/drafts", name: str = "draft_id"
) -> Operation[Any]:
    parameter = Parameter(
        name=name,
        wire_name="draftId",
        location=location,  # type: ignore[arg-type]
        codec=codec,
        required=True,
    )
    return Operation(
        name="Draft",
        method="POST",
        path=path,
        parameters=(parameter,),
        response_type=Verdict,
        envelope=ENVELOPE,
    )


@pytest.mark.parametrize(("value", "expected"), [(True, "true"), (False, "false")])
def test_booleans_in_a_query(value: bool, expected: str) -> None:
    """A boolean is sent in lower case, as JSON has it."""
    request = build_request(operation(Boolean()), {"draft_id": value})

    assert request.query == f"draftId={expected}"


@pytest.mark.parametrize("text", ["true", "True", "false", "False"])
def test_booleans_are_decoded(text: str) -> None:
    """A boolean is decoded in lower case and as Python writes it."""
    assert Boolean().decode(text) == (text.lower() == "true")


@pytest.mark.parametrize("text", ["TRUE", "1", "yes", ""])
def test_other_texts_are_no_booleans(text: str) -> None:
    """Any other text is not taken for a boolean."""
    with pytest.raises(ValueError):
        Boolean().decode(text)


@pytest.mark.parametrize(
    ("explode", "expected"), [(True, "draftId=a&draftId=b"), (False, "draftId=a,b")]
)
def test_arrays_in_a_query(explode: bool, expected: str) -> None:
    """An array is sent as one pair per item, or as one pair."""
    codec = Array(item=Text(), explode=explode)
    request = build_request(operation(codec), {"draft_id": ["a", "b"]})

    assert request.query == expected


def sent_body(value: object) -> Any:
    request = build_request(operation(BODY, "body", name="body"), {"body": value})
    assert request.headers["content-type"] == "application/json"
    return json.loads(request.body)


def test_read_only_properties_of_a_model_are_not_sent() -> None:
    """A model that was read can be sent back: properties that the service sets are left out."""
    draft = Draft(draft_id="d", creator="me", name="n", labels=["x"])

    assert sent_body(draft) == {"name": "n", "labels": ["x"]}


def test_a_dictionary_is_sent_as_it_is() -> None:
    """A dictionary is the user's own: all of it is sent, a null too."""
    draft = {"draftId": "d", "name": "n", "labels": None}

    assert sent_body(draft) == draft


@pytest.mark.parametrize("value", [Draft(creator="me"), {}, {"name": None}])
def test_a_required_property_that_is_missing(value: object) -> None:
    """A body without a required property is refused before anything is sent."""
    with pytest.raises(UsageError) as caught:
        sent_body(value)

    assert str(caught.value) == "Draft: body is invalid: $.name is missing"


@pytest.mark.parametrize("value", [{"name": 1}, [], "n"])
def test_a_body_of_another_type(value: object) -> None:
    """A body of another type is refused before anything is sent."""
    with pytest.raises(UsageError):
        sent_body(value)


class RecordingTransport:
    """Keeps each request and responds with success."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        self.requests.append(request)
        return Response(status=200, headers={}, body=b'{"success":true,"requestId":"R-1"}')

    def close(self) -> None:
        pass


def call(operation: Operation[Any], arguments: Mapping[str, object]) -> tuple[Any, Request]:
    transport = RecordingTransport()
    client = Client(
        endpoint="https://h.example",
        access_key_id="id",
        access_key_secret="secret",
        transport=transport,
        environment=Environment(environ={}),
    )
    with client:
        result = client._session.call(operation, arguments)
    (request,) = transport.requests
    return result, request


def signature_of(request: Request) -> str:
    """Return the Authorization header that signs a request as it was sent."""
    unsigned = ("authorization", "accept", "user-agent")
    headers = {name: value for name, value in request.headers.items() if name not in unsigned}
    digest = headers["x-acs-content-sha256"]
    key = AccessKey("id", "secret")
    return str(authorization(key, request.method, request.path, request.query, headers, digest))


PATHS: Sequence[tuple[str, str]] = [
    ("d1", "/drafts/d1%3Astop"),
    ("a:b", "/drafts/a%3Ab%3Astop"),
    ("a/b", "/drafts/a%2Fb%3Astop"),
]


@pytest.mark.parametrize(("draft_id", "expected"), PATHS)
def test_verb_in_a_path(draft_id: str, expected: str) -> None:
    """The colon before a verb is percent-encoded, as the signature has every path."""
    stop = operation(Text(), "path", path="/drafts/{draftId}:stop")
    _, request = call(stop, {"draft_id": draft_id})

    assert request.path == expected
    assert request.headers["authorization"] == signature_of(request)


def test_verb_in_a_path_without_a_signature() -> None:
    """Without a signature, the path is sent as the contract has it."""
    stop = operation(Text(), "path", path="/drafts/{draftId}:stop")

    assert build_request(stop, {"draft_id": "a:b"}).path == "/drafts/a%3Ab:stop"


def test_a_signed_body() -> None:
    """The body is signed as it is sent, with its content type."""
    _, request = call(operation(BODY, "body", name="body"), {"body": Draft(name="é")})

    assert request.body == '{"name":"é"}'.encode()
    assert "content-type" in request.headers["authorization"]
    assert request.headers["authorization"] == signature_of(request)


def test_envelope_without_a_payload() -> None:
    """A success whose envelope has no payload is no error."""
    result, _ = call(operation(Text()), {"draft_id": "d"})

    assert (result.value.success, result.request_id) == (True, "R-1")
