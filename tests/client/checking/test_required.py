"""Required means required: of a constructor, of a body, and of a response."""

import json
from pathlib import Path
from typing import Any

import pytest

from ...generator.generating import generator, python

DOCUMENT = """
openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /a:
    post:
      tags: [t]
      operationId: sendIt
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}
      responses: {"200": {description: A., content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}}
  /events:
    post:
      tags: [t]
      operationId: report
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Event"}}}}
      responses: {"204": {description: Done.}}
components:
  schemas:
    A:
      type: object
      required: [id, name, made]
      properties:
        id: {type: integer}
        name: {type: string}
        made: {type: string, readOnly: true}
        size: {type: string, enum: [s, l], default: s}
        n: {type: integer, minimum: 1}
    Event:
      oneOf: [{$ref: "#/components/schemas/Start"}, {$ref: "#/components/schemas/End"}]
      discriminator:
        propertyName: type
        mapping: {start: "#/components/schemas/Start", end: "#/components/schemas/End"}
    Start: {type: object, required: [type], properties: {type: {type: string}, at: {type: integer}}}
    End: {type: object, required: [type, kind], properties: {type: {type: string}, kind: {enum: [1]}, at: {type: integer}}}
"""
HEAD = """
import json, sys, typing
from pk import Client, InvalidResponseError, UsageError
from pk.models import *
from pk.transports import Response

class Transport:
    answer, sent = b"{}", []
    def send(self, endpoint, request, timeout):
        self.sent.append(request.body.decode())
        return Response(status=200, headers={"content-type": "application/json"}, body=self.answer)
    def close(self): pass

transport = Transport()
client = Client(endpoint="https://h.example", transport=transport)
def error_of(call):
    try:
        return call()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of an API whose models require properties."""
    folder = tmp_path_factory.mktemp("required")
    (folder / "spec.yaml").write_text(DOCUMENT, "utf-8")
    done = generator(
        "generate", "--spec", folder / "spec.yaml", "--out", folder / "pk", "--package", "pk"
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "pk"


def shown(package: Path, expression: str) -> Any:
    code = f"{HEAD}\nprint(json.dumps({expression}))"
    done = python("-c", code, PYTHONPATH=str(package / "src"))
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_types(package: Path) -> None:
    """A required property has no None in its type; one that only responses have may be absent."""
    hints = "{name: str(hint) for name, hint in typing.get_type_hints(A).items()}"
    found = shown(package, hints)

    assert found["id"] == "<class 'int'>"
    assert found["made"] == "str | None"


def test_constructor(package: Path) -> None:
    """A model is not made without a required property."""
    found = shown(package, "error_of(lambda: A(id=1))")

    assert found == "TypeError: Missing required argument 'name'"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('{"id": 1}', "$.name is missing"),
        ('A(id=1, name="a", n=0)', "$.n must be at least 1, not 0"),
        ('{"id": 1, "name": "a", "size": "huge"}', '$.size must be one of "s", "l", not "huge"'),
        ('{"id": "1", "name": "a"}', '$.id must be an integer, not "1"'),
    ],
)
def test_bodies(package: Path, body: str, fault: str) -> None:
    """Nothing is sent that the contract does not allow."""
    found = shown(package, f"[error_of(lambda: client.t.send_it(body={body})), transport.sent]")

    assert found == [f"UsageError: sendIt: body is invalid: {fault}", []]


def test_response(package: Path) -> None:
    """A response without a required property is an error that names it."""
    found = shown(package, 'error_of(lambda: client.t.send_it(body={"id": 1, "name": "a"}))')

    assert found.startswith("InvalidResponseError: sendIt: the response does not match")
    assert "Object missing required field `id`" in found or "`name`" in found


def test_tags_and_constants(package: Path) -> None:
    """A discriminator and a constant have their value, and are sent."""
    calls = "[client.t.report(body=Start(at=1)), client.t.report(body=End()), transport.sent][-1]"
    found = [json.loads(text) for text in shown(package, calls)]

    assert found == [{"type": "start", "at": 1}, {"type": "end", "kind": 1}]
