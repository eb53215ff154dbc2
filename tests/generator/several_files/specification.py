"""A specification of three files, and the generator run on it."""

import subprocess
from pathlib import Path

from ..generating import generator

__all__ = ["PETS", "ROOT_FILE", "SHARED", "generate"]

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


def generate(folder: Path, out: Path) -> "subprocess.CompletedProcess[str]":
    """Generate a package from the specification in a folder."""
    spec = folder / "openapi.yaml"
    return generator("generate", "--spec", spec, "--out", out, "--package", "pets")
