"""A specification may lie in several files of one folder, and in no other."""

import subprocess
from pathlib import Path

import pytest

from .generating import generator, python

ROOT_FILE = """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /pets: {$ref: "paths/pets.yaml"}
components: {schemas: {Local: {type: object, properties: {a: {type: string}}}}}
"""
PETS = """\
get:
  operationId: listPets
  parameters: [{$ref: "../shared.yaml#/parameters/limit"}]
  responses:
    "200":
      description: Pets.
      content: {application/json: {schema: {type: array, items: {$ref: "../shared.yaml#/Pet"}}}}
"""
SHARED = """\
parameters: {limit: {name: limit, in: query, schema: {type: integer}}}
Pet:
  type: object
  properties:
    parent: {$ref: "#/Pet"}
    local: {$ref: "openapi.yaml#/components/schemas/Local"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A specification of three files."""
    inside = tmp_path / "spec"
    (inside / "paths").mkdir(parents=True)
    (inside / "openapi.yaml").write_text(ROOT_FILE, "utf-8")
    (inside / "paths" / "pets.yaml").write_text(PETS, "utf-8")
    (inside / "shared.yaml").write_text(SHARED, "utf-8")
    return inside


def generate(folder: Path, out: Path) -> "subprocess.CompletedProcess[str]":
    spec = folder / "openapi.yaml"
    return generator("generate", "--spec", spec, "--out", out, "--package", "pets")


def test_files_become_one_package(folder: Path) -> None:
    """What other files say becomes operations and models as if it stood in one."""
    out = folder.parent / "out"
    done = generate(folder, out)
    code = "from pets import models as m; print(m.Pet(parent=m.Pet(local=m.Local(a='x'))).parent.local.a)"

    assert (0, "") == (done.returncode, done.stderr)
    assert "x\n" == python("-c", code, PYTHONPATH=str(out / "src")).stdout
    assert "LIST_PETS" in (out / "src" / "pets" / "operations.py").read_text("utf-8")


REFUSED = [
    ("../secret.yaml#/Pet", "leads out of the specification's folder"),
    ("link.yaml#/Pet", "is in another file"),
    ("none.yaml#/Pet", "which is no file"),
    ("shared.yaml#/None", "leads nowhere"),
]


@pytest.mark.parametrize(("reference", "expected"), REFUSED)
def test_what_is_not_in_the_folder(folder: Path, reference: str, expected: str) -> None:
    """A reference out of the folder, through a link or to nothing is refused with its line."""
    (folder.parent / "secret.yaml").write_text(SHARED, "utf-8")
    (folder / "link.yaml").symlink_to(folder.parent / "secret.yaml")
    whole = ROOT_FILE.replace("{type: string}", f'{{$ref: "{reference}"}}')
    (folder / "openapi.yaml").write_text(whole, "utf-8")
    out = folder.parent / "out"
    done = generate(folder, out)

    assert (2, True) == (done.returncode, expected in done.stderr), done.stderr
    assert not out.exists()
