"""Every message that a specification can meet, word for word, and what the rules let pass."""

import copy
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from generator.diagnostics import Diagnostic, SpecificationError
from generator.openapi.bundle import bundle
from generator.openapi.index import DocumentIndex
from generator.openapi.source import load
from generator.rules import check

CASES = sorted(path.name for path in (Path(__file__).parent / "cases").iterdir())


def messages(path: Path) -> list[str]:
    """Load and check a specification, and give what a user would read."""
    try:
        return [str(problem) for problem in check(load(path))]
    except SpecificationError as error:
        return [str(problem) for problem in error.diagnostics]


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad specification is told each of its faults, with the line and what to do."""
    folder = Path(__file__).parent / "cases" / name
    monkeypatch.chdir(folder)

    expected = (folder / "error.txt").read_text(encoding="utf-8").splitlines()
    assert messages(Path("spec.yaml")) == expected


def test_no_anchor_is_no_anchor(tmp_path: Path) -> None:
    """A schema without an anchor is not one called None, to which a reference could lead."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
        "components: {schemas: {Pet: {$ref: '#None'}}}\n"
    )
    (found,) = check(bundle(load(spec), list[Diagnostic]().append))

    assert '$ref "#None" is not a JSON pointer' in str(found)


def test_cases_say_something() -> None:
    """No case expects silence."""
    empty = [
        name
        for name in CASES
        if not (Path(__file__).parent / "cases" / name / "error.txt")
        .read_text(encoding="utf-8")
        .strip()
    ]

    assert empty == []


def test_house_rules_are_for_the_house(tmp_path: Path) -> None:
    """A specification that does not ask for style rules is not held to them."""
    styled = Path(__file__).parent / "cases" / "style-tag-absent" / "spec.yaml"
    other = tmp_path / "spec.yaml"
    other.write_text(styled.read_text().replace("x-style-rules: true", "x-style-rules: false"))

    assert messages(other) == []


def test_a_name_is_not_a_keyword(tmp_path: Path) -> None:
    """A property may have any keyword's name, and data may say anything."""
    file = tmp_path / "spec.yaml"
    file.write_text(
        """\
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
components:
  schemas:
    Pet:
      type: object
      example: {$ref: ../pet.yaml, customTypePath: os}
      properties:
        $ref: {type: string}
        customTypePath: {type: string}
        default_factory: {type: string}
        x-time: {type: string}
        enum: {type: string, enum: [a], default: {$ref: b}}
"""
    )

    assert messages(file) == []


def test_recursive_schemas_are_allowed(tmp_path: Path) -> None:
    """A schema may hold itself in a property or in a list."""
    file = tmp_path / "spec.yaml"
    file.write_text(
        """\
openapi: 3.1.0
components:
  schemas:
    Node:
      type: object
      properties:
        next: {$ref: "#/components/schemas/Node"}
        all: {type: array, items: {$ref: "#/components/schemas/Node"}}
"""
    )

    assert messages(file) == []


def test_reference_with_escapes(tmp_path: Path) -> None:
    """A reference may lead into a path, with its slashes and braces escaped."""
    file = tmp_path / "spec.yaml"
    file.write_text(
        """\
openapi: 3.1.0
paths:
  /a/{b}:
    parameters:
      - {name: b, in: path, required: true, schema: {type: string}}
    get: {responses: {"200": {description: A}}}
  /c:
    get: {responses: {"200": {$ref: "#/paths/~1a~1%7Bb%7D/get/responses/200"}}}
"""
    )

    assert messages(file) == []


@pytest.mark.parametrize("seed", range(12))
def test_any_document_gets_an_answer(tmp_path: Path, seed: int) -> None:
    """Whatever stands anywhere in a document, the rules answer with problems and never fail."""
    random = Random(seed)
    contract = load(Path(__file__).parents[2] / "spec" / "openapi.yaml").document
    odd: list[Any] = [None, 1, "../x", [], {}, [{}], {"$ref": "#/paths"}, {"": {}}, "{", [[1]]]
    for _ in range(5):
        node: Any = copy.deepcopy(contract)
        document = node
        while True:
            key = random.choice(list(node if isinstance(node, dict) else range(len(node))))
            if not (isinstance(node[key], dict | list) and node[key]) or random.random() < 1 / 8:
                break
            node = node[key]
        node[key] = random.choice(odd)
        (tmp_path / "spec.json").write_text(json.dumps(document))

        assert all("\n" not in line for line in messages(tmp_path / "spec.json"))


def test_survey_gives_each_place_its_subject(tmp_path: Path) -> None:
    """A place is spoken of by its operation, or by its component."""
    file = tmp_path / "spec.yaml"
    file.write_text(
        """\
openapi: 3.1.0
paths:
  /a:
    get:
      responses:
        default: {description: A, headers: {x-b: {schema: {type: string}}}}
components:
  schemas:
    C: {type: array, items: {type: string}}
"""
    )
    survey = DocumentIndex(load(file))

    assert [(p.kind, p.subject) for p in survey.of("header")] == [("header", "GET /a")]
    assert [p.subject for p in survey.of("schema")] == ["GET /a", "C", "C"]
