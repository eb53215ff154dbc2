"""Names for ids, arguments for bodies, waits and questions work for any specification."""

import json
from pathlib import Path
from typing import Any

import pytest

from .generating import generator, python

SPEC = Path(__file__).parent / "other" / "lookups.yaml"
SERVER = """
import http.server, json, sys, threading
from urllib.parse import parse_qs, urlsplit

OWNERS = [("o1", "Ada L"), ("o2", "Ada"), ("o3", "Adam"), ("o4", "Bob"), ("o5", "Bob")]
seen, moods = [], iter(["ASLEEP", "AWAKE"])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        seen.append(f"{self.command} {self.path}" + (f" {body}" if body else ""))
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path.endswith("/owners"):
            start = int(query.get("after", 0))
            found = [(id, name) for id, name in OWNERS if query["q"] in name]
            part = [{"id": id, "full-name": name} for id, name in found[start : start + 2]]
            more = {"next": str(start + 2)} if start + 2 < len(found) else {}
            answer = {"owners": part, **more}
        elif self.command == "POST":
            answer = {"id": "p1"}
        else:
            answer = [{"id": "p1"}] if url.query else {"id": "p1", "mood": next(moods)}
        data = b"" if self.command == "DELETE" else json.dumps(answer).encode()
        self.send_response(200 if data else 204)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
    do_POST = do_DELETE = do_GET
    def log_message(self, *_): pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
endpoint = f"http://127.0.0.1:{server.server_address[1]}"
"""
CALL = (
    SERVER
    + """
import asyncio, inspect
from petstore import AsyncClient, Client, LookupFailedError, UsageError
from petstore.models import Collar

def attempt(call):
    seen.clear()
    try:
        result = call()
        result = asyncio.run(result) if inspect.iscoroutine(result) else result
        outcome = "sent"
    except UsageError as error:
        outcome = f"{type(error).__name__}: {error}"
    print(json.dumps([outcome, [line.removeprefix("GET /v1") for line in seen]]))

async def listed(**arguments):
    async with AsyncClient(endpoint=endpoint) as client:
        return await client.pets.list(**arguments)

with Client(endpoint=endpoint) as client:
    attempt(lambda: eval(sys.argv[1]))
server.shutdown()
"""
)
COMMAND = (
    SERVER
    + """
import os, subprocess
environ = {**os.environ, "PETSTORE_ENDPOINT": endpoint}
command = [sys.executable, "-m", "petstore", *json.loads(sys.argv[1])]
done = subprocess.run(command, env=environ, capture_output=True, text=True, stdin=subprocess.DEVNULL)
server.shutdown()
print(json.dumps([done.returncode, done.stdout, done.stderr, seen]))
"""
)
FIND_ADA = ["/owners?q=Ada&size=2", "/owners?after=2&q=Ada&size=2"]


@pytest.fixture(scope="module")
def petstore(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a specification with lookups, of which one property has no argument."""
    out = tmp_path_factory.mktemp("lookups") / "petstore"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "petstore")
    assert done.returncode == 0
    message = 'property "kind" of the body has no argument: parameter "kind" has it'
    assert done.stderr.endswith(f"createPet: {message}; pass it as part of body\n")
    return out


def outcome(petstore: Path, expression: str) -> list[Any]:
    """Return what became of a call, and the requests that it sent."""
    done = python("-c", CALL, expression, cwd=petstore.parent, PYTHONPATH=str(petstore / "src"))
    assert (done.returncode, done.stderr) == (0, "")
    return list(json.loads(done.stdout))


def command(petstore: Path, *arguments: str) -> list[Any]:
    """Return exit code, output and errors of a command, and the requests that it sent."""
    words = ["-c", COMMAND, json.dumps(arguments)]
    done = python(*words, cwd=petstore.parent, PYTHONPATH=str(petstore / "src"))
    assert (done.returncode, done.stderr) == (0, "")
    return list(json.loads(done.stdout))


@pytest.mark.parametrize("call", ["client.pets.list(owner='Ada')", "listed(owner='Ada')"])
def test_the_exact_name_is_found(petstore: Path, call: str) -> None:
    """All pages are walked, since the filter of the service is not exact; both clients do the same."""
    assert outcome(petstore, call) == ["sent", [*FIND_ADA, "/pets?owner-id=o2"]]


def test_a_body_of_arguments(petstore: Path) -> None:
    """Properties become the body, under their names in JSON, with the id that was found."""
    call = (
        "client.pets.create(owner='Ada', name='Rex', class_='dog', collar=Collar(colour='RED'), "
        "toys=[{'size': 3}], kind='big')"
    )
    body = (
        '{"name":"Rex","class":"dog","collar":{"colour":"RED"},"toys":[{"size":3}],"ownerId":"o2"}'
    )

    sent = f"POST /v1/pets?kind=big {body}"
    assert outcome(petstore, call) == ["sent", [*FIND_ADA, sent]]


@pytest.mark.parametrize(
    ("call", "message", "requests"),
    [
        ("client.pets.list()", "UsageError: listPets: pass owner_id or owner", []),
        (
            "client.pets.list(owner='Ada', owner_id='o1')",
            "UsageError: listPets: pass owner_id or owner, not both",
            [],
        ),
        (
            "client.pets.list(owner='Bo')",
            "LookupFailedError: listPets: owner 'Bo': findOwners found none of this name; "
            "similar are 'Bob'",
            ["/owners?q=Bo&size=2"],
        ),
        (
            "client.pets.list(owner='Zoe')",
            "LookupFailedError: listPets: owner 'Zoe': findOwners found none of this name",
            ["/owners?q=Zoe&size=2"],
        ),
        (
            "client.pets.list(owner='Bob')",
            "LookupFailedError: listPets: owner 'Bob': findOwners found 2 of this name; pass "
            "owner_id of one of them: o4, o5",
            ["/owners?q=Bob&size=2"],
        ),
        ("client.pets.create(name='Rex')", "UsageError: createPet: pass owner_id or owner", []),
        (
            "client.pets.create(body={'ownerId': 'o1'}, name='Rex')",
            "UsageError: createPet: name is a property of body; pass one of the two",
            [],
        ),
        (
            "client.pets.create(owner_id='o1')",
            "UsageError: createPet: body is invalid: $.name is missing",
            [],
        ),
        (
            "client.pets.create(owner_id='o1', name='Rex', collar={'colour': 'PINK'})",
            "UsageError: createPet: body is invalid: $.collar.colour must be one of "
            '"RED", "BLUE", not "PINK"',
            [],
        ),
    ],
)
def test_wrong_arguments(petstore: Path, call: str, message: str, requests: list[str]) -> None:
    """The call itself is not sent, and the error says what to pass."""
    assert outcome(petstore, call) == [message, requests]


def test_a_command_with_a_wait(petstore: Path) -> None:
    """The pet is created for the owner of the name, and polled until it is awake."""
    options = ("--owner", "Ada", "--name", "Rex", "--collar.colour", "RED", "--wait", "-o", "json")
    code, output, _, requests = command(petstore, "pets", "create", *options)

    assert (code, output) == (0, '{"id": "p1", "mood": "AWAKE"}\n')
    body = '{"name":"Rex","collar":{"colour":"RED"},"ownerId":"o2"}'
    assert requests[2:] == [f"POST /v1/pets {body}", "GET /v1/pets/p1", "GET /v1/pets/p1"]


def test_a_command_with_a_question(petstore: Path) -> None:
    """Without a terminal and --yes nothing is sent."""
    code, _, errors, requests = command(petstore, "pets", "delete", "--id", "p1")
    assert (code, requests) == (2, [])
    assert errors == (
        "petstore: Let the pet go? Nobody can be asked without a terminal; add --yes\n"
    )

    code, _, _, requests = command(petstore, "pets", "delete", "--id", "p1", "--yes")
    assert (code, requests) == (0, ["DELETE /v1/pets/p1"])


def test_types(petstore: Path, mypy_cache: Path) -> None:
    """The package passes mypy's strictest settings."""
    words = ["-m", "mypy", "--strict", "--cache-dir", str(mypy_cache), "-p", "petstore"]
    done = python(*words, cwd=petstore / "src")

    assert (done.returncode, "" if done.returncode == 0 else done.stdout) == (0, "")
