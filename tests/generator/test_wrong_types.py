"""A keyword whose value is of another type than it must be is one error, on its own line."""

from pathlib import Path

import pytest

from generator.cli import main

DOCUMENT = """openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example/v1"}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - name: page
          in: query
          schema:
            $ref: "#/components/schemas/Bounded"
      responses:
        "200":
          description: Pets.
          content: {application/json: {schema: {type: object}}}
components:
  schemas:
    Bounded:
      type: integer
      minimum: 1
"""
NUMBER, WHOLE, TEXT, FLAG = "a number", "a whole number", "a text", "true or false"
BOUNDS = {
    "minimum: one": NUMBER,
    "maximum: hundred": NUMBER,
    "maximum: '100'": NUMBER,
    "maximum: true": NUMBER,
    "multipleOf: [2]": NUMBER,
    "exclusiveMinimum: zero": NUMBER,
    "exclusiveMaximum: {value: 3}": NUMBER,
    "minLength: '3'": WHOLE,
    "maxLength: 1.5": WHOLE,
    "minItems: few": WHOLE,
    "maxItems: null": WHOLE,
    "pattern: 5": TEXT,
    "format: 7": TEXT,
    "uniqueItems: yes-text": FLAG,
    "type: 5": "a name or a list of names",
    "required: [1]": "a list of names",
    "items: list": "a schema",
    "allOf: all": "a list",
    "anyOf: {type: string}": "a list",
    "properties: [a]": "a mapping",
    "not: 4": "a schema",
}


def said(folder: Path, document: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Generate from a document; give the exit code and what is said, without the folder."""
    (folder / "pets.yaml").write_text(document, "utf-8")
    code = main(["generate", f"--spec={folder / 'pets.yaml'}", f"--out={folder / 'out'}"])
    return code, capsys.readouterr().err.replace(f"{folder}/", "")


@pytest.mark.parametrize("styled", [False, True], ids=["anybody's", "by style rules"])
@pytest.mark.parametrize("keyword", BOUNDS)
def test_a_bound_of_a_parameter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], keyword: str, styled: bool
) -> None:
    """It is named where it stands, also where the parameter only refers to it."""
    name, expected = keyword.partition(":")[0], BOUNDS[keyword]
    text = "".join(
        line for line in DOCUMENT.splitlines(True) if not line.startswith(f"      {name}:")
    )
    document = f"{text}      {keyword}\n" + ("x-style-rules: true\n" if styled else "")
    line = text.count("\n") + 1

    code, error = said(tmp_path, document, capsys)

    told = f"pets.yaml:{line}: Bounded: {name} is not {expected}; write {expected} here\n"
    assert (code, error.count(told)) == (2, 1), error
    assert styled or error == told


@pytest.mark.parametrize(
    ("stated", "put", "line", "expected"),
    [
        ("in: query", "in: query\n          required: no-text", 11, "listPets: required is not true or false"),
        ("in: query", "in: query\n          explode: 1", 11, "listPets: explode is not true or false"),
        ("name: page", "name: 5", 9, "listPets: name is not a text"),
        ("in: query", "in: 5", 10, "listPets: in is not a text"),
        ("title: Pets,", "title: Pets, description: 5,", 2, "description is not a text"),
    ],
)  # fmt: skip
def test_what_stands_beside(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    stated: str,
    put: str,
    line: int,
    expected: str,
) -> None:
    """A parameter's other keywords, and what the document tells of itself, must be right as well."""
    code, error = said(tmp_path, DOCUMENT.replace(stated, put), capsys)

    assert (code, error.count("\n")) == (2, 1), error
    assert error.startswith(f"pets.yaml:{line}: {expected}; write ")
