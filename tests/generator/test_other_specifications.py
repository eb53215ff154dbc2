"""Specifications of other people: what is supported works, what is not is said."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from .generating import generator, python

PETS = Path(__file__).parent / "other" / "pets.yaml"
CALL = """
import asyncio, http.server, json, sys, threading
from petstore import AsyncClient, Client, PetstoreError, UsageError

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.endswith("none"):
            return self.send_error(404)
        body = json.dumps({
            "id": 7, "name": None, "class": "dog", "born": 1660190835, "owner": {"name": "Ada"},
            "anything": [self.path, self.headers.get("x-trace"), self.headers.get("authorization")],
        }).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
endpoint = f"http://127.0.0.1:{server.server_address[1]}"
own = {"Authorization": "Bearer t"}
with Client(endpoint=endpoint, headers=own) as client:
    pet = client.pets.show_pet_by_id(pet_id="a/b", x_trace="t1", min_weight=0.5)
    try:
        client.pets.show_pet_by_id(pet_id="none")
    except PetstoreError as error:
        kind = [type(error).__name__, error.status]
async def run():
    async with AsyncClient(endpoint=endpoint, headers=own) as client:
        return await client.pets.show_pet_by_id(pet_id="a/b", x_trace="t1", min_weight=0.5)
assert pet == asyncio.run(run())
server.shutdown()
print(json.dumps([pet.id, pet.name, pet.class_, pet.born_utc.isoformat(), pet.owner_name, pet.anything, kind]))
"""
COMMANDS = (
    CALL.partition("with Client(")[0]
    + """
from petstore.cli import main
for form in ("table", "json", "csv", "ids"):
    words = ["pets", "show_pet_by_id", "--pet-id", "x", "--endpoint", endpoint, "--utc", "-o", form]
    sys.argv = ["petstore", *words]
    assert 0 == main()
server.shutdown()
"""
)


@pytest.fixture(scope="module")
def petstore(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of somebody else's specification."""
    out = tmp_path_factory.mktemp("other") / "petstore"
    done = generator("generate", "--spec", PETS, "--out", out, "--package", "petstore")
    assert (done.returncode, done.stderr) == (0, "")
    return out


def ask(package: Path, *words: str) -> str:
    done = python(*words, cwd=package.parent, PYTHONPATH=str(package / "src"), COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_plain_answers(petstore: Path) -> None:
    """An operation without envelope, pages and signature gives its object, from both clients,
    which send the headers that their user adds."""
    answer, name, kind, born, owner, asked, error = json.loads(ask(petstore, "-c", CALL))

    assert (answer, name, kind, owner) == (7, None, "dog", "Ada")
    assert datetime(2022, 8, 11, 4, 7, 15, tzinfo=UTC).isoformat() == born
    assert asked == ["/v1/pets/a%2Fb?minWeight=0.5", "t1", "Bearer t"]
    assert error == ["NotFoundError", 404]


def test_endpoint_of_the_specification(petstore: Path) -> None:
    """The endpoint is the specification's server unless another is given."""
    code = "from petstore import Client; print(Client()._session._context.endpoint)"

    assert ask(petstore, "-c", code) == "https://pets.example\n"


def test_command_line(petstore: Path) -> None:
    """The command line has the operation, without options that only other contracts need."""
    text = ask(petstore, "-m", "petstore", "pets", "show_pet_by_id", "--help")

    assert "--min-weight" in text
    assert "--region" not in text
    assert "--all" not in text


def test_forms_of_output(petstore: Path) -> None:
    """Every form of output works without columns, pages or a signature in the contract."""
    head, row, received, names, values, id_ = ask(petstore, "-c", COMMANDS).splitlines()

    assert head.split() == ["ID", "NAME", "CLASS", "BORN", "OWNER", "ANYTHING"]
    assert row.split()[:4] == ["7", "-", "dog", "1660190835"]
    assert json.loads(received).keys() == {"id", "name", "class", "born", "owner", "anything"}
    assert names == "id,name,class_,born,owner,anything"
    assert values.startswith("7,,dog,1660190835,")
    assert id_ == "7"


def test_types(petstore: Path, mypy_cache: Path) -> None:
    """The package of a foreign specification passes mypy's strictest settings."""
    command = ["-m", "mypy", "--strict", "--cache-dir", str(mypy_cache), "-p", "petstore"]
    done = python(*command, cwd=petstore / "src")

    assert (done.returncode, "" if done.returncode == 0 else done.stdout) == (0, "")


NOT_SUPPORTED = [
    (
        "{type: number, minimum: 0}",
        "{type: amount}",
        'type "amount" is none of JSON Schema; say it in another way',
    ),
    (
        "name: petId, in: path,",
        "name: petId, in: path, style: form,",
        'showPetById: parameter "petId" has the style form in path; use one of label, matrix, simple',
    ),
    (
        "name: X-Trace, in: header,",
        "name: X Trace, in: header,",
        'showPetById: no header can have the name "X Trace"; use letters, digits and - alone',
    ),
    (
        "name: X-Trace, in: header,",
        "name: a;b, in: cookie,",
        'showPetById: no cookie can have the name "a;b"; use letters, digits and - alone',
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), NOT_SUPPORTED)
def test_not_supported(tmp_path: Path, before: str, after: str, expected: str) -> None:
    """A construct that cannot be emitted is an error with its line; it is never left out in silence."""
    text = PETS.read_text("utf-8")
    assert text.count(before) == 1
    spec = tmp_path / "pets.yaml"
    spec.write_text(text.replace(before, after), "utf-8")
    done = generator("generate", "--spec", spec, "--out", tmp_path / "out", "--package", "petstore")

    line, _, message = done.stderr.removeprefix(f"{spec}:").rstrip("\n").partition(": ")
    assert (done.returncode, message) == (2, expected)
    assert line.isdecimal()
    assert not (tmp_path / "out").exists()
