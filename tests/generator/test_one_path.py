"""Every specification takes one path: style rules only refuse, and change nothing that is emitted."""

import json
from pathlib import Path
from typing import Any

import pytest

from .generating import SPEC, copy_of_spec, generator, python, tree_of

ENVELOPE = {"success": "ok", "code": "code", "message": "message", "requestId": "id"}


def write(folder: Path, paths: dict[str, Any], schemas: dict[str, Any], **members: Any) -> Path:
    """Write a specification."""
    info = {"title": "T", "version": "1"}
    document = {"openapi": "3.1.0", "info": info, "paths": paths, **members}
    document["components"] = {"schemas": schemas}
    path = folder / "spec.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def json_of(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def generated_from(spec: Path, out: Path) -> dict[str, bytes]:
    """Return the emitted files, but for those that hold the specification or a hash of it."""
    done = generator("generate", "--spec", spec, "--out", out, "--package", "somejobs")
    assert (done.returncode, done.stderr) == (0, "")
    hashed = ("generated.json", "README.md", "openapi.json", "contract.py")
    return {name: text for name, text in tree_of(out).items() if not name.endswith(hashed)}


def test_style_rules_change_no_output(tmp_path: Path) -> None:
    """The contract gives the same package with and without `x-style-rules`."""
    (tmp_path / "free").mkdir()
    free = copy_of_spec(tmp_path / "free", ("x-style-rules: true\n", ""))

    assert generated_from(free, tmp_path / "a") == generated_from(SPEC, tmp_path / "b")


@pytest.mark.parametrize(
    ("names", "module"),
    [
        (["pets.Pet", "toys.Toy"], "pets"),
        (["pets.Pet", "Toy"], ""),
        (["pets.Pet", "toys.Pet"], ""),
        (["pets.Pet", "v1.toys.Toy"], ""),
        (["pets.pet", "toys.Toy"], ""),
        (["any.Pet", "toys.Toy"], ""),
        (["name.Pet", "toys.Toy"], ""),
    ],
)
def test_modules_of_models(tmp_path: Path, names: list[str], module: str) -> None:
    """Names keep their modules where all have one and nothing collides; else none does."""
    schemas = {n: {"type": "object", "properties": {"name": {"type": "string"}}} for n in names}
    tree = generated_from(write(tmp_path, {}, schemas), tmp_path / "out")

    models = {Path(name).stem for name in tree if name.startswith("src/somejobs/models/")}
    models -= {"__init__", "_derived"}
    assert models == ({"pets", "toys"} if module else set())


def test_an_object_inside_lies_in_the_module_of_its_owner(tmp_path: Path) -> None:
    """An object without a name of its own has its model beside that of the schema that has it."""
    inner: dict[str, Any] = {"type": "object", "properties": {"size": {"type": "integer"}}}
    schemas: dict[str, Any] = {"pets.Pet": {"type": "object", "properties": {"toy": inner}}}
    tree = generated_from(write(tmp_path, {}, schemas), tmp_path / "out")

    assert b"class PetToy(" in tree["src/somejobs/models/pets.py"]


def test_an_envelope_without_payload(tmp_path: Path) -> None:
    """A method whose response has no property for a payload returns None, in client and server.

    A payload that is a text is returned as one.
    """
    properties: dict[str, Any] = {name: {"type": "string"} for name in ("code", "message", "id")}
    properties["ok"] = {"type": "boolean"}
    schemas = {
        "Done": {"type": "object", "properties": properties},
        "Pet": {"type": "object", "properties": {**properties, "data": {"type": "string"}}},
    }
    operation: dict[str, Any] = {"operationId": "DeletePet", "tags": ["pets"]}
    operation |= {"responses": {"200": {"description": "Done.", "content": json_of("Done")}}}
    envelope = {
        "response": {**ENVELOPE, "payload": "data"},
        "error": {"code": "code", "message": "message"},
    }
    found: dict[str, Any] = {"operationId": "GetPet", "tags": ["pets"]}
    found |= {"responses": {"200": {"description": "R", "content": json_of("Pet")}}}
    paths = {"/pet": {"delete": operation, "get": found}}
    generated_from(write(tmp_path, paths, schemas, **{"x-envelope": envelope}), tmp_path / "out")

    code = (
        "import inspect; from somejobs import Client; from somejobs.server import Pets;"
        "from somejobs._sync.pets import Pets as Methods;"
        "of = lambda method: inspect.signature(method).return_annotation;"
        "print(of(Methods.delete), of(Pets.delete_pet), of(Methods.get).__name__, of(Pets.get_pet))"
    )
    done = python("-c", code, cwd=tmp_path, PYTHONPATH=str(tmp_path / "out" / "src"))
    assert (done.stdout, done.stderr) == ("None None str str | bytes\n", "")


def test_a_property_that_no_model_can_read(tmp_path: Path) -> None:
    """A property whose name msgspec does not allow is one line, not a package that fails."""
    schemas = {"Pet": {"type": "object", "properties": {'a"b': {"type": "string"}}}}
    spec = write(tmp_path, {}, schemas)
    done = generator("generate", "--spec", spec, "--out", tmp_path / "out")

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert 'no model can have the property "a"b"' in done.stderr
