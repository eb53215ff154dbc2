"""Operations with JSON bodies, from the request to the envelope."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from flinkjobs._runtime.server.app import App
from flinkjobs._runtime.server.service_api import ServiceCall

from .jugs import Handle, Jug, JugParameters, json_route

Send: TypeAlias = Callable[..., Any]

METHODS = ("POST", "PUT", "PATCH", "DELETE")
VALID = b'{"displayName": "blue", "lid": null}'


@pytest.fixture
def received() -> list[JugParameters]:
    """The parameters that the service received."""
    return []


@pytest.fixture
def app(make_app: Callable[..., App], received: list[JugParameters]) -> App:
    """An application whose operations have a JSON body and no payload."""

    async def handle(call: ServiceCall, parameters: JugParameters) -> None:
        received.append(parameters)

    return make_app(routes=[json_route(method, handle) for method in METHODS])


@pytest.fixture
def send(ask: Any, app: App) -> Send:
    """Sends a body to the application."""

    def send(
        body: bytes = VALID,
        *,
        method: str = "POST",
        media: str = "application/json",
        query: str = "",
    ) -> Any:
        messages = [{"type": "http.request", "body": body, "more_body": False}]
        headers = [("content-type", media), ("content-length", str(len(body)))]
        target = f"/jugs/j1{query}"
        return ask(app, target, method=method, headers=headers, messages=messages)

    return send


@pytest.mark.parametrize("method", METHODS)
def test_a_body_becomes_its_model(send: Send, received: list[JugParameters], method: str) -> None:
    """Every method with a body has it as its model, nested objects included."""
    body = b'{"displayName": "blue", "lid": "tin", "volume": 3, "handles": [{"material": "clay"}]}'

    response = send(body, method=method)

    assert response.status == 200
    assert received[0].body == Jug(
        display_name="blue", lid="tin", volume=3, handles=[Handle(material="clay")]
    )


def test_a_result_of_none_has_an_envelope_without_payload(send: Send) -> None:
    """The envelope says that the operation succeeded, and nothing else."""
    expected = {"requestId": "R1", "success": True, "code": "", "message": ""}

    assert json.loads(send().body) == expected


def test_unknown_and_read_only_properties_are_left_out(
    send: Send, received: list[JugParameters]
) -> None:
    """A client may send back what it received, from a newer server too."""
    send(b'{"displayName": "blue", "lid": null, "jugId": "j9", "future": [1]}')

    assert received[0].body == Jug(display_name="blue")


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (b"", "MissingBody", "body is missing; it must be application/json with displayName, lid"),
        (b"{}", "MissingDisplayName", "the body is invalid: $.displayName is missing"),
        (
            b'{"displayName": null}',
            "MissingDisplayName",
            "the body is invalid: $.displayName is missing",
        ),
        (b'{"displayName": "a"}', "MissingLid", "the body is invalid: $.lid is missing"),
        (b"{]", "InvalidBody", "the body is invalid: JSON is malformed: "),
        (
            b'{"displayName": "\xff"}',
            "InvalidBody",
            "the body is invalid: it is not utf-8; send utf-8, or name its charset in Content-Type",
        ),
        (
            b'{"displayName": "a", "lid": null, "handles": [{"material": "tin", "material": "tin"}]}',
            "InvalidBody",
            'the body is invalid: it has the property "material" twice in one object; send it once',
        ),
        (b"[]", "InvalidBody", "the body is invalid: $ must be an object, not []"),
        (
            b'{"displayName": 1, "lid": null}',
            "InvalidBody",
            "the body is invalid: $.displayName must be a string, not 1",
        ),
        (
            b'{"displayName": "a", "lid": null, "handles": [{"material": 1}]}',
            "InvalidBody",
            'the body is invalid: $.handles[0].material must be one of "clay", "tin", not 1',
        ),
        (
            b'{"displayName": "a", "lid": null, "handles": [{"material": "tin"}, {}]}',
            "InvalidBody",
            "the body is invalid: $.handles[1].material is missing; "
            'it must be one of "clay", "tin"',
        ),
        (
            b'{"displayName": "a", "lid": null, "handles": [{}, {}, {}]}',
            "InvalidBody",
            "the body is invalid: $.handles must be a list of at most 2 items, not [{},{},{}]",
        ),
    ],
)
def test_an_invalid_body_is_rejected(
    send: Send, received: list[JugParameters], body: bytes, code: str, message: str
) -> None:
    """The message has the path of the invalid value, or the name of the missing property."""
    response = send(body)
    error = json.loads(response.body)

    assert (response.status, error["Code"]) == (400, code)
    assert error["Message"].startswith(message)
    assert received == []


def test_a_body_beyond_the_limit_is_rejected(send: Send, received: list[JugParameters]) -> None:
    """The default limit is one MiB."""
    response = send(b'{"displayName": "%s", "lid": null}' % (b"a" * 1024 * 1024))

    assert response.status == 400
    assert json.loads(response.body)["Message"] == "the body must be at most 1048576 bytes long"
    assert received == []


@pytest.mark.parametrize(
    ("media", "charset"),
    [
        ("application/json; charset=utf-8", "utf-8"),
        ('application/json;charset="UTF-8"', "utf-8"),
        ("application/json; charset=gbk", "gbk"),
        ("application/json; Charset=GB18030; q=1", "gb18030"),
        ("application/json; charset=utf-16le", "utf-16-le"),
        ("application/json; charset=ISO-8859-1", "latin-1"),
        ("application/x-www-form-urlencoded", "utf-8"),
        ("", "utf-8"),
    ],
)
def test_a_body_is_decoded_by_its_charset(
    send: Send, received: list[JugParameters], media: str, charset: str
) -> None:
    """UTF-8 is the default; the media type itself is not checked."""
    name = "é" if charset == "latin-1" else "蓝"
    body = json.dumps({"displayName": name, "lid": None}, ensure_ascii=False).encode(charset)

    assert send(body, media=media).status == 200
    assert received[0].body.display_name == name


@pytest.mark.parametrize("charset", ["klingon", "idna", "zlib", "x" * 5000])
def test_an_unsupported_charset_is_rejected(send: Send, charset: str) -> None:
    """Only text encodings that clients use are accepted, not every codec of Python."""
    response = send(media=f"application/json; charset={charset}")

    expected = f"the body is invalid: its charset {charset[:40]} is not supported; use utf-8"
    assert (response.status, json.loads(response.body)["Message"]) == (400, expected)


@pytest.mark.parametrize(
    ("query", "tags", "names"),
    [
        ("?tags=a&tags=b%2Cc&names=a,b", ["a", "b,c"], ["a", "b"]),
        ("?tags=a&names=a", ["a"], ["a"]),
        ("?names=a%2Cb,c", None, ["a,b", "c"]),
    ],
)
def test_array_parameters_are_repeated_or_separated_by_commas(
    send: Send, received: list[JugParameters], query: str, tags: object, names: object
) -> None:
    """The style of a parameter decides which of the two it is."""
    send(query=query)

    assert (received[0].tags, received[0].names) == (tags, names)


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("True", True), ("false", False), ("False", False)]
)
def test_booleans_may_be_capitalized(
    send: Send, received: list[JugParameters], text: str, value: bool
) -> None:
    """Python programs write `True` and `False`."""
    send(query=f"?force={text}")

    assert received[0].force is value


@pytest.mark.parametrize("text", ["TRUE", "1", "yes", ""])
def test_other_booleans_are_invalid(send: Send, text: str) -> None:
    """Nothing else is a boolean."""
    error = json.loads(send(query=f"?force={text}").body)

    assert error["Code"] == "InvalidForce"
    assert error["Message"] == f'force must be true or false, not "{text}"'


def test_another_method_gets_405_with_all_methods(send: Send) -> None:
    """The Allow header lists every method of the path."""
    response = send(b"", method="GET")

    assert (response.status, response.headers["allow"]) == (405, "DELETE, PATCH, POST, PUT")
