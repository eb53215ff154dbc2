"""Errors of somebody else's API: read and written in the forms that its document states."""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest
import yaml

from .loaded import Loopback, load

SPEC = Path(__file__).parent / "other" / "failing.yaml"
JSON, PROBLEM = "application/json", "application/problem+json"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The package of the API."""
    return load(SPEC, "failing", tmp_path_factory.mktemp("failing"))


class Canned:
    """A transport whose only response is an error."""

    def __init__(self, package: ModuleType, status: int, body: bytes, media: str) -> None:
        response = import_module(f"{package.__name__}.transports").Response
        self._response = response(status=status, headers={"content-type": media}, body=body)

    def send(self, *_: object) -> Any:
        """Return the response."""
        return self._response

    def close(self) -> None:
        """Close nothing."""


def read(package: ModuleType, status: int, body: object, media: str = JSON) -> Any:
    """Return the error that a client raises for a response of `get_pet`."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    client = package.Client(transport=Canned(package, status, data, media), retries=0)
    with pytest.raises(package.errors.ServiceError) as caught:
        client.pets.get(id=1)
    return caught.value


MESSAGES = [
    ({"title": "Gone", "detail": "no pet 3", "type": "about:blank"}, None, "Gone: no pet 3"),
    ({"title": "Gone", "type": "https://e.example/gone"}, "https://e.example/gone", "Gone"),
    ({"detail": "no pet 3"}, None, "no pet 3"),
    ({"detail": [{"loc": ["query", "q", 0], "msg": "too long"}]}, None, "query.q.0: too long"),
    ({"detail": {"message": "no pet", "code": "none"}}, "none", "no pet"),
    ({"error": {"code": "E1", "message": "no pet"}}, "E1", "no pet"),
    ({"error": {"code": 404, "status": "NOT_FOUND", "message": "no pet"}}, "NOT_FOUND", "no pet"),
    ({"error": "no pet"}, None, "no pet"),
    ({"error": "invalid_grant", "error_description": "expired"}, "invalid_grant", "expired"),
    ({"status": 404, "error": "Not Found", "message": "no pet"}, None, "no pet"),
    ({"statusCode": 404, "message": ["no pet", "other"]}, None, "no pet"),
    ({"errors": [{"code": "E1", "title": "Gone", "detail": "no pet"}]}, "E1", "Gone: no pet"),
    ({"Error-Code": 7, "Error-Message": "no pet"}, "7", "no pet"),
    ([{"message": "one"}, {"message": "two", "field": "name"}], None, "one; name: two"),
    ("no pet", None, "no pet"),
]


@pytest.mark.parametrize(("body", "code", "message"), MESSAGES)
def test_messages(package: ModuleType, body: object, code: str | None, message: str) -> None:
    """Code and message are found in whatever form services have."""
    error = read(package, 404, body)

    assert (error.code, error.message) == (code, message)


def test_a_long_list_of_problems(package: ModuleType) -> None:
    """The message has the first few, and the body has all."""
    problems = [{"loc": ["body", n], "msg": "field required"} for n in range(60)]
    error = read(package, 422, {"detail": problems})

    assert error.message.startswith("body.0: field required; body.1: field required; ")
    assert error.message.endswith("; 55 more")
    assert json.loads(error.body) == {"detail": problems}


@pytest.mark.parametrize(
    ("body", "media", "message"),
    [
        (b"busy\nsince noon", "text/plain; charset=utf-8", "busy"),
        (
            b"<h1>busy</h1>",
            "text/html",
            "the server responded with status 500 and no error message",
        ),
        (b"[" * 5000, JSON, "the server responded with status 500 and no error message"),
        (b"\xff", JSON, "the server responded with status 500 and no error message"),
        (b"", JSON, "the server responded with status 500 and no error message"),
    ],
)
def test_bodies_that_are_not_json(
    package: ModuleType, body: bytes, media: str, message: str
) -> None:
    """Plain text is the message; a page for people is not."""
    assert read(package, 500, body, media).message == message


@pytest.mark.parametrize(
    ("status", "body", "model"),
    [
        (404, {"kind": "no_pet", "message": "m", "at": "a", "retry": False, "level": 3}, "Missing"),
        (410, {"title": "Gone", "status": 410}, "Problem"),
        (500, {"error": {"code": "E"}}, "Failure"),
        (302 + 98, {"title": "Bad", "status": 400}, "Problem"),
    ],
)
def test_models(package: ModuleType, status: int, body: object, model: str) -> None:
    """The body is the model of the status, of its range, or of all others."""
    error = read(package, status, body)

    assert type(error.model) is getattr(package.models, model)


@pytest.mark.parametrize("body", [{"title": "no status"}, b"<h1>", {"title": 1, "status": 2}])
def test_a_body_of_another_form_has_no_model(package: ModuleType, body: object) -> None:
    """It is an error all the same."""
    error = read(package, 410, body)

    assert (type(error).__name__, error.model) == ("NotFoundError", None)


def asked(package: ModuleType, service: Any, operation: str, *arguments: object) -> Loopback:
    """Call a server of the API, and return the transport with its response."""
    transport = Loopback(package, package.server.build_app(pets=service))
    client = package.Client(transport=transport, retries=0)
    call = {
        "get": lambda: client.pets.get(id=1),
        "add": lambda: client.pets.add(body={"name": "a"}),
    }
    try:
        call[operation]()
    except package.errors.ServiceError as error:
        transport.error = error  # type: ignore[attr-defined]
    return transport


def failing(package: ModuleType, error: Exception) -> Any:
    """Return a service whose operations fail."""

    class Pets(package.server.Pets):  # type: ignore[misc, name-defined]
        async def get_pet(self, _call: object, _parameters: object) -> object:
            raise error

        add_pet = get_pet

    return Pets()


def stated(status: str) -> dict[str, Any]:
    """Return the schema of an error of `getPet`."""
    document = yaml.safe_load(SPEC.read_text("utf-8"))
    response = document["paths"]["/pets/{id}"]["get"]["responses"][status]
    if "$ref" in response:
        response = document["components"]["responses"]["Missing"]
    (media,) = response["content"].values()
    return {**media["schema"], "components": document["components"]}


WRITTEN = [
    (
        404,
        "404",
        JSON,
        {"kind": "no_pet", "message": "gone", "at": "here", "retry": False, "level": 3},
    ),
    (
        409,
        "4xx",
        PROBLEM,
        {
            "type": "about:blank",
            "title": "Conflict",
            "status": 409,
            "detail": "gone",
            "instance": "/pets/1",
        },
    ),
    (500, "default", JSON, {"error": {"code": "NoPet", "message": "gone"}}),
]


@pytest.mark.parametrize(("status", "key", "media", "body"), WRITTEN)
def test_written_forms(
    package: ModuleType, status: int, key: str, media: str, body: dict[str, Any]
) -> None:
    """A server writes the form of the status, which its client reads again."""
    error = package.server.ErrorResponse("NoPet", "gone", status=status)
    transport = asked(package, failing(package, error), "get")
    response = transport.responses[0]

    assert (response.status, response.headers["content-type"]) == (status, media)
    assert json.loads(response.body) == body
    jsonschema_rs.validate(stated(key), json.loads(response.body))


def test_a_text_is_written_as_text(package: ModuleType) -> None:
    """A status whose body is plain text has the message."""
    error = package.server.ErrorResponse("Busy", "come back", status=503)
    response = asked(package, failing(package, error), "add").responses[0]

    assert (response.headers["content-type"], response.body) == (
        "text/plain; charset=utf-8",
        b"come back",
    )


def test_a_body_of_the_service(package: ModuleType) -> None:
    """A service may write the stated model itself."""
    model = package.models.Problem(title="Gone", status=410)
    error = package.server.ErrorResponse("Gone", "gone", status=410, body=model)
    response = asked(package, failing(package, error), "get").responses[0]

    assert response.headers["content-type"] == PROBLEM
    assert json.loads(response.body) == {"title": "Gone", "status": 410}


@pytest.fixture
def app(package: ModuleType) -> Iterator[Any]:
    """A server whose service adds pets."""

    class Pets(package.server.Pets):  # type: ignore[misc, name-defined]
        async def add_pet(self, _call: object, parameters: Any) -> object:
            name = parameters.body.name
            if name == "later":
                return package.server.Success(value=None, status=202)
            return package.server.Success(
                value=parameters.body, headers={"location": f"/pets/{name}"}
            )

    yield Loopback(package, package.server.build_app(pets=Pets()))


def send(app: Loopback, body: bytes, target: str = "/pets", method: str = "POST") -> Any:
    """Send a request to a server as it is."""
    request = type("Request", (), {})()
    request.method, request.target, request.body = method, target, body
    request.headers = {"content-type": JSON}
    return app.send(None, request, 1.0)


@pytest.mark.parametrize(
    ("body", "status", "location"),
    [(b'{"name": "a"}', 201, "/pets/a"), (b'{"name":"later"}', 202, None)],
)
def test_successes(app: Loopback, body: bytes, status: int, location: str | None) -> None:
    """A service chooses one of the successes that are stated, and its headers."""
    response = send(app, body)

    assert (response.status, response.headers.get("location")) == (status, location)
    assert response.body == (b'{"name":"a"}' if status == 201 else b"")


@pytest.mark.parametrize(
    ("body", "location"),
    [(b'{"name": ""}', ["body"]), (b"{}", ["body", "name"]), (b"", ["body"]), (b"{", ["body"])],
)
def test_an_invalid_body(app: Loopback, body: bytes, location: list[str]) -> None:
    """It is refused with the status and the form that the document states for it, 422 here."""
    response = send(app, body)
    (part,) = json.loads(response.body)["detail"]

    assert response.status == 422
    assert part["loc"] == location
    assert "body" in part["msg"]


def test_a_path_of_no_operation(app: Loopback) -> None:
    """It has the form that the document has for errors of no particular status."""
    response = send(app, b"", "/none")

    assert (response.status, response.headers["content-type"]) == (404, JSON)
    assert json.loads(response.body) == {
        "error": {"code": "NotFound", "message": "no operation has the path /none"}
    }
