"""A bundled document says what the files of its specification say, and stands alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema_rs import Draft202012Validator

from .bundles import BUNDLES, SPECIFICATIONS

packages = pytest.mark.parametrize("package", BUNDLES)
LEAST = {"flinkjobs": 180, "flinkrest": 4}
"""Numbers of examples, lest none were found."""


def bundle(package: str) -> dict[str, Any]:
    """Return the bundled document of a package."""
    document: dict[str, Any] = json.loads(BUNDLES[package].read_bytes())
    return document


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a value."""
    if isinstance(value, dict):
        yield value
    for child in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from nodes(child)


def files(specification: Path) -> Iterator[Any]:
    """Yield the files of a specification, each parsed."""
    names, seen = [specification.name], set[str]()
    while names:
        name = names.pop()
        if name in seen:
            continue
        seen.add(name)
        document = yaml.safe_load((specification.parent / name).read_text("utf-8"))
        references = (node["$ref"] for node in nodes(document) if "$ref" in node)
        names += [file for reference in references if (file := reference.partition("#")[0])]
        yield document


@packages
def test_nothing_refers_to_another_file(package: str) -> None:
    """And each reference leads to something."""
    document = bundle(package)
    references = [node["$ref"] for node in nodes(document) if isinstance(node.get("$ref"), str)]

    assert references
    for reference in references:
        file, _, pointer = reference.partition("#/")
        assert file == ""
        node: Any = document
        for part in pointer.split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]


@packages
def test_every_operation_and_schema_of_every_file_is_there(package: str) -> None:
    """With each extension."""

    def facts(documents: list[Any]) -> tuple[set[str], set[str]]:
        all_nodes = [node for document in documents for node in nodes(document)]
        operations = {str(node["operationId"]) for node in all_nodes if "operationId" in node}
        names = {key for node in all_nodes for key in node if key.startswith("x-")}
        return operations, names

    assert facts([bundle(package)]) == facts([*files(SPECIFICATIONS[package])])


@packages
def test_path_items_are_in_their_paths(package: str) -> None:
    """Few tools follow a reference from there."""
    document = bundle(package)

    assert "pathItems" not in document["components"]
    assert all("$ref" not in item for item in document["paths"].values())


@packages
def test_every_example_is_valid(package: str) -> None:
    """Of schemas, parameters, headers, bodies and responses."""
    document = bundle(package)
    count = 0
    for node in nodes(document):
        schema = node.get("schema", node)
        if not isinstance(schema, dict):
            continue
        examples = node.get("examples", [])
        values = (
            [example["value"] for example in examples.values() if "value" in example]
            if isinstance(examples, dict)
            else examples
        )
        values = [*values, *([node["example"]] if "example" in node else [])]
        if not values:
            continue
        validator = Draft202012Validator({**schema, "components": document["components"]})
        for value in values:
            count += 1
            assert [str(error) for error in validator.iter_errors(value)] == []

    assert count >= LEAST[package]
