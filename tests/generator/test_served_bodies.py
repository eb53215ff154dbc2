"""A server that implements somebody else's contract is given each kind of body as its value."""

from pathlib import Path
from typing import Any

import pytest

from .generating import ROOT, generator, python

SPEC = Path(__file__).parent / "other" / "carrying.yaml"
SERVE = """
import asyncio, json, sys
from carrying import models, operations, server
from carrying._runtime.client.response import Response, decode_response
from carrying._runtime.client.request import build_request
from carrying.contract import API
from tests.asgi import call_asgi, http_scope

class All(server.All):
    async def send_json(self, call, parameters): return parameters.body
    async def send_form(self, call, parameters): return parameters.body
    async def send_parts(self, call, parameters): return repr(parameters.body)
    async def send_text(self, call, parameters): return parameters.body
    async def send_bytes(self, call, parameters): return parameters.body
    async def send_maybe(self, call, parameters): print("given", parameters.body)
    async def send_null(self, call, parameters): print("given", parameters.body)

app = server.build_app(all_=All())
NULL = object()

async def ask(operation, body=None, data=None, media=None):
    request = build_request(operation, {} if body is None else {"body": None if body is NULL else body})
    data = request.body if data is None else data
    headers = [*request.headers.items()]
    headers = [("content-type", media)] if media else headers
    scope = http_scope("POST", request.target, [*headers, ("content-length", str(len(data)))], http_version="1.1")
    answer = await call_asgi(app, scope, data)
    return Response(status=answer.status, headers=answer.headers, body=answer.body)

async def call(operation, body=None):
    response = await ask(operation, body)
    return decode_response(API, operation, response).value, response.headers.get("content-type", "")

found = asyncio.run(eval(sys.argv[1]))
print(repr(found))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of an API with bodies of all kinds."""
    out = tmp_path_factory.mktemp("served") / "carrying"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "carrying")
    assert (done.returncode, done.stderr) == (0, "")
    return out


def ask(package: Path, expression: str) -> Any:
    done = python("-c", SERVE, expression, PYTHONPATH=f"{package / 'src'}:{ROOT}")
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def refused(package: Path, expression: str) -> str:
    done = python("-c", SERVE, expression, PYTHONPATH=f"{package / 'src'}:{ROOT}")
    assert done.returncode == 1, done.stdout
    return done.stderr


PET = "models.Pet(pet_name='é &', age=3, tame=True, tags=['a'], owner=models.PetOwner(name='Ada'))"
CARRIED = [
    (f"call(operations.SEND_JSON, {PET})", "application/json"),
    (f"call(operations.SEND_FORM, {PET})", "application/json"),
]


@pytest.mark.parametrize(("expression", "media"), CARRIED)
def test_objects(package: Path, expression: str, media: str) -> None:
    """JSON and a form come as the model that was sent."""
    none = "additional_properties={}"
    owner = f"PetOwner(name='Ada', {none})"
    pet = f"Pet(pet_name='é &', age=3, tame=True, tags=['a'], owner={owner}, {none})"
    expected = f"({pet}, '{media}')"

    assert ask(package, expression) == expected


def test_parts(package: Path) -> None:
    """Parts come by name, files with their names; the answer says its own media type."""
    body = "{'file': ('a.bin', b'\\x00\\xff'), 'note': 'é', 'more': ['1', '2']}"
    expected = repr({"file": ("a.bin", b"\x00\xff"), "note": "é", "more": ["1", "2"]})

    assert repr((expected, "text/csv")) == ask(package, f"call(operations.SEND_PARTS, {body})")


PART = "--b\\r\\nContent-Disposition: form-data; name=file; filename=f\\r\\nContent-Type: %s\\r\\n%s\\r\\n%s\\r\\n--b--"
KEPT = [
    ("message/rfc822", "", "Subject: a\\r\\n\\r\\nhi", "Subject: a\\r\\n\\r\\nhi"),
    (
        "multipart/mixed; boundary=z",
        "",
        "--z\\r\\n\\r\\nq\\r\\n--z--",
        "--z\\r\\n\\r\\nq\\r\\n--z--",
    ),
    ("text/plain", "", "--bb\\r\\n--b x", "--bb\\r\\n--b x"),
    ("text/plain", "Content-Transfer-Encoding: base64\\r\\n", "YQ==", "a"),
]


@pytest.mark.parametrize(("media", "more", "content", "expected"), KEPT)
def test_a_part_is_not_taken_apart(
    package: Path, media: str, more: str, content: str, expected: str
) -> None:
    """A part that is itself a mail or has parts comes as its bytes."""
    data = f"b'{PART % (media, more, content)}'"
    media = "multipart/form-data; boundary=b"
    found = ask(package, f"ask(operations.SEND_PARTS, {{'file': b''}}, {data}, '{media}')")

    assert f"('f', b'{expected}')" in found.replace("\\\\", "\\")


def test_text_and_bytes(package: Path) -> None:
    """Text and bytes come and go as they are."""
    assert ask(package, "call(operations.SEND_TEXT, 'é\"')") == "('é\"', 'text/plain')"
    assert (
        ask(package, "call(operations.SEND_BYTES, b'\\x00\\xff')") == "(b'\\x00\\xff', 'image/png')"
    )


def test_a_body_may_be_absent(package: Path) -> None:
    """A body that need not be there is None, and an answer of nothing is empty."""
    assert "given [1, 2]" in ask(package, "call(operations.SEND_MAYBE, [1, 2])")
    assert "given None" in ask(package, "call(operations.SEND_MAYBE)")


def test_a_body_that_must_be_there_may_be_null(package: Path) -> None:
    """It is sent as null where the contract allows that, and missing where nobody gave one."""
    request = "build_request(operations.SEND_NULL, {'body': None})"
    assert ask(package, f"asyncio.sleep(0, {request}.body)") == "b'null'"
    assert "given None" in ask(package, "call(operations.SEND_NULL, NULL)")
    assert "given SendNullBodyModel(age=1)" in ask(
        package, "call(operations.SEND_NULL, {'age': 1})"
    )
    for given in ("SEND_NULL", "SEND_JSON, NULL"):
        assert "body is missing; it must be " in refused(package, f"call(operations.{given})")


REFUSED = [
    ("SEND_JSON, {'petName': 'a'}, b'{}x'", "InvalidBody"),
    ("SEND_JSON, {'petName': 'a'}, b'{\"petName\": 1}'", "InvalidBody"),
    ("SEND_FORM, {'petName': 'a'}, b'petName=a&age=x'", "InvalidBody"),
    (
        "SEND_PARTS, {'file': b''}, b'--b\\r\\n\\r\\n\\r\\n--b--', 'multipart/form-data; boundary=b'",
        "InvalidBody",
    ),
    ("SEND_PARTS, {'file': b''}, b'x', 'text/plain'", "InvalidBody"),
    ("SEND_PARTS, {'file': b''}, b'--b\\r\\n', 'multipart/form-data; boundary=b'", "InvalidBody"),
    ("SEND_MAYBE, [1], b'[' * 100_000", "InvalidBody"),
    ("SEND_TEXT, 'a', b'\\xff'", "InvalidBody"),
    ("SEND_JSON, {'petName': 'a'}, b''", "MissingBody"),
]


@pytest.mark.parametrize(("given", "code"), REFUSED)
def test_what_is_none_of_its_kind(package: Path, given: str, code: str) -> None:
    """A body that is missing, or cannot be read as its kind, is the caller's fault."""
    found = ask(package, f"ask(operations.{given})")

    assert "status=400" in found
    assert code in found


@pytest.mark.parametrize(
    ("given", "status"),
    [(f"SEND_JSON, {PET}", 201), ("SEND_TEXT, 'a'", 200), ("SEND_MAYBE, [1]", 204)],
)
def test_success_has_the_status_of_the_contract(package: Path, given: str, status: int) -> None:
    """A success is answered with the status that the contract states for it."""
    assert f"Response(status={status}," in ask(package, f"ask(operations.{given})")
