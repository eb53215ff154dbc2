"""Documents of OpenAPI 3.2 are read where they mean what 3.1 can say; the rest is named."""

import json
from pathlib import Path

import pytest

from .generating import generator
from .loaded import canned, load

SPEC = Path(__file__).parent / "other" / "newer.yaml"
HEAD = 'openapi: 3.2.0\ninfo: {title: T, version: "1"}\npaths: {/a: {get: {responses: {"200": {description: A.}}, %s}}}\n'


def test_what_is_left_out(tmp_path: Path) -> None:
    """Each is a note with its line."""
    done = generator("generate", "--spec", SPEC, "--out", tmp_path / "out", "--package", "newer")
    notes = [line.partition("newer.yaml:")[2] for line in done.stderr.splitlines()]

    assert done.returncode == 0
    assert [note.partition(";")[0] for note in notes] == [
        "23: QUERY /pets is left out: OpenAPI 3.1 has no such method",
        "27: COPY /pets is left out: OpenAPI 3.1 has no such method",
        '18: listPets: style "cookie" is read as form, whose values are percent-encoded',
        "33: watchPets: itemSchema is ignored: a sequence is read as a whole",
        "41: Pet: defaultMapping is ignored: without a known value, the schema that fits best is taken",
    ]


def test_what_is_read(tmp_path: Path) -> None:
    """A query string of a form, shared media types, references by `$self`, names of servers."""
    package = load(SPEC, "newer_read", tmp_path)
    transport = canned(package, b'[{"kind": "cat", "lives": 9}]')
    client = package.Client(transport=transport, server="test")
    (cat,) = client.pets.list(filter_={"name": "a b", "limit": 3}, visit="v1")
    described = json.loads((Path(str(package.__file__)).parent / "openapi.json").read_text("utf-8"))

    assert cat == package.models.Cat(kind="cat", lives=9)
    assert transport.requests[0].target == "/pets?limit=3&name=a%20b"
    assert transport.requests[0].headers["cookie"] == "visit=v1"
    assert (described["openapi"], "$self" in described) == ("3.1.1", False)
    assert described["tags"][0]["description"] == "All about pets."


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            "parameters: [{name: q, in: querystring, content: {application/json: {schema: {}}}}]",
            'parameter "q" is a query string of another form',
        ),
        (
            'requestBody: {content: {application/json: {$ref: "#/components/mediaTypes/None"}}}',
            '$ref "#/components/mediaTypes/None" leads nowhere',
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, members: str, expected: str) -> None:
    """A member that would change a call is an error."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(HEAD % members, "utf-8")
    done = generator("generate", "--spec", spec, "--out", tmp_path / "out")

    assert done.returncode == 2
    assert f"{spec}:3: GET /a: {expected}; " in done.stderr
