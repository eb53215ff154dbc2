"""Operations that write, from specification to request: bodies, verbs in paths, no payload."""

import json
from pathlib import Path
from typing import Any

import pytest

from ...generator.generating import ROOT, generator, python

SPEC = Path(__file__).with_name("drafts.yaml")
CALL = """
import asyncio, json, sys
from drafts import AsyncClient, Client, UsageError, server
from drafts.models import Draft
from drafts.transports import Response
from tests.asgi import call_asgi, http_scope

class Drafts(server.Drafts):
    async def create_draft(self, call, parameters):
        print(json.dumps({"force": parameters.force, "labels": parameters.labels}))
        return Draft(draft_id="d1", name=parameters.body.name)
    async def stop_draft(self, call, parameters):
        print(json.dumps(parameters.draft_id))

app = server.build_app(drafts=Drafts())

async def respond(request):
    print(json.dumps([request.method, request.target, request.body.decode()]))
    headers = [*request.headers.items(), ("content-length", str(len(request.body)))]
    scope = http_scope(request.method, request.target, headers, http_version="1.1")
    answer = await call_asgi(app, scope, request.body)
    return Response(status=answer.status, headers=answer.headers, body=answer.body)

class InProcess:
    def send(self, endpoint, request, timeout): return asyncio.run(respond(request))
    def close(self): pass

client = Client(access_key_id="id", access_key_secret="secret", transport=InProcess())
try:
    print(json.dumps(repr(eval(sys.argv[1]))))
except UsageError as error:
    print(json.dumps(str(error)))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of an API that signs requests and writes."""
    out = tmp_path_factory.mktemp("writing") / "drafts"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "drafts")
    assert (done.returncode, done.stderr) == (0, "")
    return out


def lines_of(package: Path, expression: str) -> list[Any]:
    """Return what client and server print: the request, the parameters, and the result."""
    done = python("-c", CALL, expression, PYTHONPATH=f"{package / 'src'}:{ROOT}")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_create(package: Path) -> None:
    """Query values have their text forms, a read-only property is not sent, the payload returned."""
    draft = "Draft(draft_id='old', name='n', done=True)"
    expression = f"client.drafts.create(body={draft}, force=True, labels=['a', 'b'])"
    request, parameters, result = lines_of(package, expression)

    target = "/drafts?force=true&labels=a&labels=b"
    assert request == ["POST", target, '{"name":"n","done":true}']
    assert parameters == {"force": True, "labels": ["a", "b"]}
    assert result == "Draft(name='n', draft_id='d1', done=None, additional_properties={})"


def test_required_property(package: Path) -> None:
    """A body without a required property is refused before anything is sent."""
    (message,) = lines_of(package, "client.drafts.create(body={'done': True})")

    assert message == "createDraft: body is invalid: $.name is missing"


def test_verb_without_payload(package: Path) -> None:
    """A verb after a path parameter reaches its operation; a success without payload is None."""
    request, draft_id, result = lines_of(package, "client.drafts.stop(draft_id='a:b')")

    assert request == ["POST", "/drafts/a%3Ab%3Astop", ""]
    assert (draft_id, result) == ("a:b", "None")
