"""The contract keeps its own rules, and describes the product's example completely."""

import copy
import hashlib
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import openapi_spec_validator
import pytest

from generator.diagnostics import Diagnostic
from generator.openapi.bundle import bundle
from generator.openapi.source import load
from generator.rules import check

from .bundles import BUNDLES

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "openapi.yaml"
EXAMPLE = ROOT / "spec" / "examples" / "list-jobs.json"


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    """The contract as plain values, in one document."""
    return dict(json.loads(BUNDLES["flinkjobs"].read_bytes()))


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """The response that the product's page shows."""
    return dict(json.loads(EXAMPLE.read_bytes()))


def closed(node: Any) -> Any:
    """Return a schema in which object schemas allow no unknown members unless they state so."""
    if isinstance(node, list):
        return [closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: closed(value) for key, value in node.items()}
    if node.get("type") == "object" and "properties" in node:
        result.setdefault("additionalProperties", False)
    return result


def leaves(value: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every value that has no members."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*at, key))
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, (*at, "*"))
    else:
        yield at


def described(contract: dict[str, Any], schema: dict[str, Any], path: tuple[str, ...]) -> bool:
    """Whether each property on a path is declared and described."""
    while "$ref" in schema:
        schema = contract["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if not path:
        return True
    part, *rest = path
    if part == "*":
        return described(contract, schema["items"], tuple(rest))
    if part in schema.get("properties", {}):
        child = schema["properties"][part]
        return bool(child["description"]) and described(contract, child, tuple(rest))
    return schema.get("additionalProperties") is True


def response_schema(contract: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the response, with the components that it refers to."""
    reference = {"$ref": "#/components/schemas/jobs.ListJobsResponse"}
    return reference | {"components": copy.deepcopy(contract["components"])}


def test_rules() -> None:
    """The contract keeps every rule, the style rules included."""
    notes: list[Diagnostic] = []
    source = bundle(load(SPEC), notes.append)

    assert source.document["x-style-rules"] is True
    assert [str(fault) for fault in [*notes, *check(source)]] == []


def test_openapi(contract: dict[str, Any]) -> None:
    """The contract is valid OpenAPI 3.1, without an error or a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        errors = list(openapi_spec_validator.OpenAPIV31SpecValidator(contract).iter_errors())

    assert errors == []


def test_example_is_the_page_s() -> None:
    """The example is, byte for byte, the one that was taken from the page."""
    expected = "1d8e76b7131352e6d1649b1a3670c4084afbea8971b5cff9ced133c909f8d908"

    assert hashlib.sha256(EXAMPLE.read_bytes()).hexdigest() == expected


def test_example_is_valid_to_the_last_field(
    contract: dict[str, Any], example: dict[str, Any]
) -> None:
    """The page's example validates even when no unknown field is allowed anywhere."""
    validator = jsonschema_rs.Draft202012Validator(closed(response_schema(contract)))

    assert [error.message for error in validator.iter_errors(example)] == []


def test_an_unknown_field_would_be_noticed(
    contract: dict[str, Any], example: dict[str, Any]
) -> None:
    """The closed contract refuses a field that it does not declare."""
    validator = jsonschema_rs.Draft202012Validator(closed(response_schema(contract)))
    example = copy.deepcopy(example)
    example["data"][0]["status"]["mood"] = "fine"

    assert not validator.is_valid(example)


def test_an_unknown_field_is_allowed(contract: dict[str, Any], example: dict[str, Any]) -> None:
    """The contract itself allows unknown fields in a response."""
    example = copy.deepcopy(example)
    example["data"][0]["status"]["mood"] = "fine"

    assert jsonschema_rs.Draft202012Validator(response_schema(contract)).is_valid(example)


def test_each_leaf_is_described(contract: dict[str, Any], example: dict[str, Any]) -> None:
    """Each of the example's 74 leaves is described, or lies in a map of free keys that is."""
    paths = list(leaves(example))
    free = [path for path in paths if {"flinkConf", "userFlinkConf"} & set(path)]

    assert (len(paths), len(free)) == (74, 4)
    assert [
        path for path in paths if not described(contract, response_schema(contract), path)
    ] == []


def test_parameters_find_the_example(contract: dict[str, Any], example: dict[str, Any]) -> None:
    """The parameters' examples are the ids that the example's own job carries."""
    operations = [item["get"] for item in contract["paths"].values() if "get" in item]
    jobs = [operation for operation in operations if operation["tags"] == ["jobs"]]
    own = [parameter for operation in jobs for parameter in operation["parameters"]]
    shared = contract["components"]["parameters"]
    parameters = {p["name"]: p["example"] for p in [*shared.values(), *own] if "name" in p}
    job = example["data"][0]

    ids = ("workspace", "namespace", "deploymentId", "jobId")
    assert {name: job[name] for name in ids} == {name: parameters[name] for name in ids}


def test_property_examples_are_those_of_the_page(
    contract: dict[str, Any], example: dict[str, Any]
) -> None:
    """The responses' own examples are valid values of their properties."""
    wrong = []
    for name, schema in contract["components"]["schemas"].items():
        for key, value in schema["properties"].items():
            full = {**value, "components": contract["components"]}
            validator = jsonschema_rs.Draft202012Validator(full)
            wrong += [
                (name, key)
                for property_example in value.get("examples", [])
                if not validator.is_valid(property_example)
            ]

    assert wrong == []


def test_every_extension_is_described() -> None:
    """Each definition of an extension has a description and the objects that may have it."""
    schema = json.loads((ROOT / "spec" / "extensions.schema.json").read_bytes())
    jsonschema_rs.meta.validate(schema)

    extensions = {k: v for k, v in schema["$defs"].items() if k.startswith("x-")}
    assert all(definition["description"] for definition in schema["$defs"].values())
    assert all(definition["x-allowed-on"] for definition in extensions.values())


def test_the_document_names_every_extension() -> None:
    """The contract's own document defines each extension that the schema defines."""
    schema = json.loads((ROOT / "spec" / "extensions.schema.json").read_bytes())
    document = (ROOT / "spec" / "README.md").read_text(encoding="utf-8")

    assert [n for n in schema["$defs"] if n.startswith("x-") and f"`{n}`" not in document] == []
