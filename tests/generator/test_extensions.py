"""Extensions on schemas and parameters of any specification: each works, or is an error."""

from pathlib import Path

import pytest

from .generating import generator, python

SPEC = Path(__file__).parent / "constructs" / "extensions.yaml"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the specification."""
    out = tmp_path_factory.mktemp("extensions") / "pets"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "pets")
    assert (done.returncode, done.stderr) == (0, "")
    return out


def run(package: Path, code: str) -> str:
    """Return the output of Python code that imports the package."""
    done = python("-c", code, PYTHONPATH=str(package / "src"))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.rstrip("\n")


def test_embedded_json_of_a_model_without_a_module(package: Path) -> None:
    """The derived property decodes the string to the model."""
    code = 'from pets.models import Pet; print(Pet(note=\'{"name": "Ada"}\').note_owner)'

    assert run(package, code) == "Owner(name='Ada')"


def test_base_class_beside_a_schema_of_its_name(package: Path) -> None:
    """The base class of Pet and the schema PetBase both exist."""
    code = "from pets.models import Pet, PetBase; print(PetBase(pet=Pet(born_at=0)).pet.born)"

    assert run(package, code) == "1970-01-01 00:00:00+00:00"


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
def test_enumeration_of_the_client(package: Path, name: str) -> None:
    """A parameter of the client has the annotation of its enumeration."""
    code = (
        f"from typing import get_type_hints; from pets import {name};"
        f"print(get_type_hints({name}.__init__)['language'])"
    )

    assert run(package, code) == "typing.Optional[typing.Literal['en', 'zh']]"


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
def test_latest_without_parameters(package: Path, name: str) -> None:
    """The method takes no argument, and its docstring has no section of arguments."""
    code = (
        f"import inspect; from pets import {name};"
        f"latest = {name}(endpoint='https://pets.example').pets.latest;"
        "print(list(inspect.signature(latest).parameters), 'Args' in latest.__doc__)"
    )

    assert run(package, code) == "[] False"


REFUSED = [
    (
        "schema: {type: string, enum: [en, zh]}",
        "schema: {type: array, items: {type: string}}",
        'getPet: x-bound is on the parameter "language", which is not a string; correct the type',
    ),
    (
        "Owner:\n      type: object\n      properties: {name: {type: string}}",
        "Owner:\n      type: array\n      items: {type: string}",
        "the schema of x-embedded is not an object with properties; say it in another way",
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), REFUSED)
def test_refused(tmp_path: Path, before: str, after: str, expected: str) -> None:
    """A schema that an extension cannot have is an error with its line."""
    text = SPEC.read_text("utf-8").replace("      x-short: {ownerName: owner.name}\n", "")
    assert text.count(before) == 1
    spec = tmp_path / "pets.yaml"
    spec.write_text(text.replace(before, after), "utf-8")
    done = generator("generate", "--spec", spec, "--out", tmp_path / "out", "--package", "pets")

    line, _, message = done.stderr.removeprefix(f"{spec}:").rstrip("\n").partition(": ")
    assert (done.returncode, message) == (2, expected)
    assert line.isdecimal()
