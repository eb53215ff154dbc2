"""Whatever OpenAPI can say, a package comes out whose every operation can be called."""

import json
from pathlib import Path

import pytest

from .generating import ROOT, generator, python

FOLDER = Path(__file__).parent / "constructs"
NOTES = {
    "bodies": [
        "the body is sent as application/json; it is never sent as application/xml",
        "the body is sent as application/json; it is never sent as application/json;simple",
    ],
    "ignored": [
        "webhooks are ignored",
        "callbacks are ignored",
        'header parameter "Accept" is ignored, as OpenAPI says of it',
        'header parameter "Content-Length" is ignored, for the transport writes it',
        "x-pagination only shares its name with an extension of ours and is ignored",
        "x-errors only shares its name with an extension of ours and is ignored",
        'path parameter "id" is not declared and taken for a string',
    ],
    "paths": [
        'faraway: is called at the client\'s endpoint, not at "far.example"',
        "GET /pets#clone: what follows # is never sent",
        "GET /pets/{name} matches the same requests as /pets/{id}",
    ],
    "references": [
        '"type" is beside $ref and is ignored',
        'link leads to operationId "none", which no operation has',
        "Tree: required is not a list in a schema and is ignored",
        "Tree: required is not a list in a schema and is ignored",
    ],
}


@pytest.fixture(scope="module", params=sorted(path.stem for path in FOLDER.iterdir()))
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of one document; what it ignores has been said."""
    name = str(request.param)
    out = tmp_path_factory.mktemp("constructs") / name
    spec = FOLDER / f"{name}.yaml"
    done = generator("generate", "--spec", spec, "--out", out, "--package", name)
    notes = done.stderr.splitlines()

    assert done.returncode == 0, done.stderr
    assert len(NOTES.get(name, [])) == len(notes)
    for expected in NOTES.get(name, []):
        assert any(expected in note and note.startswith("note: ") for note in notes)
    return out


def test_every_operation_is_called(package: Path) -> None:
    """Each operation is emitted, sends what the document asks for and reads what it answers."""
    spec = FOLDER / f"{package.name}.yaml"
    words = ["-m", "tests.harness.corpus.exercise", str(spec), str(package / "src"), package.name]
    done = python(*words, cwd=ROOT, PYTHONPATH=str(ROOT))

    assert (done.returncode, done.stderr) == (0, "")
    counted = json.loads(done.stdout)
    assert counted["faults"] == []
    assert counted["stated"] == counted["emitted"]
    assert 3 * counted["stated"] == counted["answered"]


def test_types(package: Path, mypy_cache: Path) -> None:
    """The package passes mypy's strictest settings."""
    command = ["-m", "mypy", "--strict", "--cache-dir", str(mypy_cache), "-p", package.name]
    done = python(*command, cwd=package / "src")

    assert (done.returncode, "" if done.returncode == 0 else done.stdout) == (0, "")


def test_models_without_operations(tmp_path: Path) -> None:
    """A document of 3.1 without paths becomes a package of models."""
    spec = tmp_path / "models.yaml"
    pet = "{type: object, properties: {name: {type: string}}}"
    head = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\n'
    spec.write_text(f"{head}components: {{schemas: {{Pet: {pet}}}}}\n", "utf-8")
    out = tmp_path / "out"
    done = generator("generate", "--spec", spec, "--out", out, "--package", "pets")
    code = "from pets.models import Pet; print(Pet(name='Ada'))"

    assert (done.returncode, done.stderr) == (0, "")
    assert python("-c", code, PYTHONPATH=str(out / "src")).stdout == "Pet(name='Ada')\n"


def test_properties_that_hold_at_times(tmp_path: Path) -> None:
    """Properties of then, else and dependentSchemas are decoded when they are present."""
    out = tmp_path / "out"
    generator("generate", "--spec", FOLDER / "answers.yaml", "--out", out, "--package", "at_times")
    code = (
        "import msgspec; from at_times.models import GetTimesResponse as Answer;"
        'print(msgspec.json.decode(b\'{"k": "a", "w": 3, "x": true}\', type=Answer))'
    )

    actual = python("-c", code, PYTHONPATH=str(out / "src")).stdout

    assert actual == "GetTimesResponse(k='a', w=3, v=None, x=True)\n"
