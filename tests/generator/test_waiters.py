"""`x-latest` and `x-waiters` work for any specification: without envelope, pages in plain answers."""

import json
from pathlib import Path

import pytest

from .generating import generator, python

SPEC = """\
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
servers: [{url: "https://pets.example/v1"}]
paths:
  /pets/{class}:
    get:
      operationId: getPet
      tags: [pets]
      x-waiters:
        waitFor:
          summary: Wait for a pet to wake up.
          subject: class
          state: mood
          goals: {AWAKE: [AWAKE, HUNGRY]}
          goal: AWAKE
          final: [AWAY]
          everySeconds: 3
          timeoutSeconds: 30
      parameters:
        - {name: class, in: path, required: true, schema: {type: string}}
      responses:
        "200":
          description: A pet.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      x-pagination: {page: page, size: size, items: pets, total: total, key: class}
      x-latest: {summary: Get the youngest pet., time: born, size: 5, order: []}
      parameters:
        - {name: page, in: query, schema: {type: integer}}
        - {name: size, in: query, schema: {type: integer, maximum: 20}}
        - {name: owner, in: query, schema: {type: string}}
      responses:
        "200":
          description: Pets.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pets"}}}
components:
  schemas:
    Pet:
      type: object
      properties:
        class: {type: string}
        mood: {type: string}
        born: {type: integer}
    Pets:
      type: object
      properties:
        pets: {type: array, items: {$ref: "#/components/schemas/Pet"}}
        total: {type: integer}
"""
CALL = """
import http.server, inspect, json, threading
from petstore import Client, Environment, UsageError, WaitFailedError

moods = iter(["ASLEEP", "HUNGRY", "AWAY"])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        dog = {"class": "dog", "born": 7}
        answer = {"pets": [dog], "total": 1} if "?" in self.path else {**dog, "mood": next(moods)}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
slept = []
around = Environment(sleep=slept.append)
with Client(endpoint=f"http://127.0.0.1:{server.server_address[1]}", environment=around) as client:
    youngest = client.pets.latest(owner="Ada")
    awake = client.pets.wait_for(class_="dog")
    try:
        client.pets.wait_for(class_="dog")
    except WaitFailedError as error:
        ended = str(error)
server.shutdown()
print(json.dumps([youngest.class_, awake.mood, slept, ended, str(inspect.signature(client.pets.wait_for))]))
"""


@pytest.fixture(scope="module")
def petstore(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a specification that lists and waits."""
    folder = tmp_path_factory.mktemp("waiters")
    (folder / "pets.yaml").write_text(SPEC, "utf-8")
    spec, out = folder / "pets.yaml", folder / "petstore"
    done = generator("generate", "--spec", spec, "--out", out, "--package", "petstore")
    assert (done.returncode, done.stderr) == (0, "")
    return out


def test_latest_and_waiting(petstore: Path) -> None:
    """Both are methods with the names, the goals and the times of the specification."""
    done = python("-c", CALL, cwd=petstore.parent, PYTHONPATH=str(petstore / "src"))
    assert (done.returncode, done.stderr) == (0, "")
    latest, mood, slept, ended, signature = json.loads(done.stdout)

    assert (latest, mood, slept) == ("dog", "HUNGRY", [3])
    assert ended == "getPet: class_ dog is AWAY, and will not be AWAKE"
    expected = (
        "(*, class_: str, until: Literal['AWAKE'] = 'AWAKE', timeout: float = 30, "
        "poll: float = 3) -> petstore.models.Pet"
    )
    assert signature == expected


def test_types(petstore: Path, mypy_cache: Path) -> None:
    """The package passes mypy's strictest settings."""
    command = ["-m", "mypy", "--strict", "--cache-dir", str(mypy_cache), "-p", "petstore"]
    done = python(*command, cwd=petstore / "src")

    assert (done.returncode, "" if done.returncode == 0 else done.stdout) == (0, "")
