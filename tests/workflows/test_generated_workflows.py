"""Workflows of another API's Arazzo document, and the diagnostics of wrong ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.adapters.openapi_python_client import parse
from generator.diagnostics import SpecificationError
from generator.interpret import interpret
from generator.ir import Api
from generator.normalise import naming_document, normalise
from generator.openapi.bundle import bundle
from generator.openapi.source import load
from generator.workflows import compile_workflows, load_arazzo

from ..generator.generating import generator, python

HERE = Path(__file__).parent
SPEC, ARAZZO, SCRIPT = HERE / "library.yaml", HERE / "library.arazzo.yaml", HERE / "lend.py.txt"


def test_another_api(tmp_path: Path) -> None:
    """A workflow of any API reads pages until it finds, calls, retries, and returns typed outputs."""
    options = ("--spec", SPEC, "--package", "library", "--out", tmp_path, "--workflows", ARAZZO)
    done = generator("generate", *options)
    assert (done.returncode, done.stderr) == (0, "")
    ran = python(SCRIPT, tmp_path / "src")
    assert ran.stderr == ""
    result = json.loads(ran.stdout)
    methods = (tmp_path / "src" / "library" / "_sync" / "workflows.py").read_text("utf-8")

    lend = 'POST /books/4/loans {"reader":"Dear Ann","weeks":3,"kind":"home"}'
    assert result["lent"] == [4, "Friday", "lent"]
    assert result["requests"][:4] == ["GET /books", "GET /books?offset=2", lend, lend]
    assert result["failure"] == "find: no book Volume 9"
    assert result["pauses"] == [1.0]
    assert "def lend_by_title(" in methods and "def lend(" not in methods
    assert "weeks: int | None = None" in methods


WRONG = [
    (
        "arazzo: 1.0.1",
        "arazzo: 2.0.0",
        'the version is "2.0.0"; write the document as arazzo: 1.0.1',
    ),
    (
        "operationId: list_books",
        "operationId: list_book",
        'the contract has no operation "list_book"; name one of lend_book, list_books',
    ),
    (
        "operationId: list_books",
        "operationPath: x",
        "operationPath is not supported; write operationId",
    ),
    (
        "items: /books,",
        "items: /bookz,",
        '/bookz does not exist: there is no field "bookz"; name one of books, count',
    ),
    ("items: /books,", "items: /count,", "the value there is no array; name an array"),
    (
        "{/title: $inputs.title}",
        "{/title: $inputs.titel}",
        'there is no input "titel"; name one of title, reader, weeks',
    ),
    (
        "{/title: $inputs.title}",
        "{/title: 5}",
        "an integer stands where a string is needed; correct the value",
    ),
    (
        "#/books/0/id > 0",
        "#/books/0/isbn > 0",
        '/books/0/isbn does not exist: there is no field "isbn"; name one of author, id, title',
    ),
    (
        "#/books/0/id > 0",
        "#/books/0/title > 0",
        "a string is compared with an integer; compare values of one type",
    ),
    (
        "#/books/0/id > 0",
        "#/books/0/id >> 0",
        'the condition "$response.body#/books/0/id >> 0" cannot be read at ">"; write comparisons',
    ),
    (
        "id: $response.body#/books/0/id\n",
        "id: $response.query.id\n",
        '"$response.query.id" is no supported runtime expression; write $inputs.NAME',
    ),
    (
        "value: $steps.find.outputs.id}",
        "value: $steps.find.outputs.ids}",
        'the step find has no output "ids" so far; name one of id',
    ),
    (
        "value: $steps.find.outputs.id}",
        "value: $steps.fnd.outputs.id}",
        'there is no step "fnd"; name one of find, lend',
    ),
    (
        "value: $steps.find.outputs.id}",
        "value: $inputs.title}",
        "a string is passed for an integer; pass a value of that type",
    ),
    (
        "- {name: reader, value: $inputs.reader}",
        "- {name: who, value: $inputs.reader}",
        'lend has no input "who"; name one of id, reader, weeks',
    ),
    (
        "- {name: reader, value: $inputs.reader}",
        "",
        'lend needs the input "reader"; pass it as a parameter',
    ),
    (
        "due: $outputs.due",
        "due: $outputs.day",
        '"$outputs.day" is no output of the workflow lend; write one of $outputs.due, $outputs.state',
    ),
    (
        "          due: $outputs.due\n",
        "",
        'the step lend has no output "due" so far; name one of state',
    ),
    (
        "workflowId: lend\n        parameters",
        "workflowId: lendByTitle\n        parameters",
        "runs itself; name another one of this document",
    ),
    (
        "workflowId: lend\n        parameters",
        "workflowId: borrow\n        parameters",
        'there is no workflow "borrow"; name another one',
    ),
    (
        "{name: id, in: path, value: $inputs.id}",
        "{name: id, in: query, value: $inputs.id}",
        'lend_book has no query parameter "id"; name one of id',
    ),
    (
        "{name: id, in: path, value: $inputs.id}",
        "{name: id, in: path, value: $response.body}",
        '"$response.body" refers to a response where there is none',
    ),
    ("weeks: $inputs.weeks, kind", "months: $inputs.weeks, kind", 'there is no property "months"'),
    (
        "kind: home}",
        "kind: beach}",
        'the contract knows no value "beach" here; write one of home, room',
    ),
    ('reader: "Dear {$inputs.reader}", ', "", 'the required property "reader" is missing; add it'),
    (
        "!($response.body#/state == 'waiting')",
        "$response.body#/state == 'wating'",
        'the contract knows no value "wating" here; write one of waiting, lent',
    ),
    (
        "type: retry, retryAfter: 1,",
        "type: retry, stepId: loan, retryAfter: 1,",
        "a retry of another step is not supported; remove it",
    ),
    (
        "type: retry, retryAfter: 1, retryLimit: 3,",
        "type: goto, stepId: load,",
        'there is no step "load"; name one of loan',
    ),
    (
        "condition: $response.body#/state == 'waiting'}",
        "type: regex, context: $response.body, condition: x}",
        "only simple conditions without a context are supported",
    ),
    ("x-internal: true", "x-intern: true", "x-intern is no extension; remove it"),
    (
        "x-internal: true",
        "x-where: {items: /a, equal: {/a: 1}}",
        "x-where is on a workflow; it belongs on a step",
    ),
    (
        "x-internal: true",
        "x-internal: maybe",
        '"maybe" is not of type "boolean"; spec/workflow-extensions.schema.json defines it',
    ),
    (
        "x-internal: true",
        "dependsOn: [lendByTitle]",
        "dependsOn is not supported; call it from a step with workflowId",
    ),
    ("x-internal: true", "x-exclusive: shelf", 'there is no input "shelf"; name one of the inputs'),
    (
        "x-internal: true",
        "x-compensation: {name: undo, workflowId: giveBack, parameters: []}",
        'there is no workflow "giveBack" that people call',
    ),
    ('"no book {title}"', '"no book {name}"', "its placeholders are not its values; use title"),
    ("- stepId: lend\n", "- stepId: find\n", "two steps have this name; rename one of them"),
    (
        "- workflowId: lend\n",
        "- workflowId: lendByTitle\n",
        "two workflows have this name; rename one of them",
    ),
    (
        "summary: Lend a book.\n    x",
        "sumary: Lend a book.\n    x",
        "the Arazzo specification defines it",
    ),
]


@pytest.fixture(scope="module")
def contract() -> tuple[dict[str, Any], Api]:
    """The library's contract as a document, and as the generator reads it."""
    source = bundle(load(SPEC), lambda _: None)
    normalised = normalise(source)
    naming = naming_document(normalised.specification)
    names = naming.restore(parse(source, naming.document, "library").operations())
    return source.document, interpret(source, normalised.specification, names, "library")


@pytest.mark.parametrize(("before", "after", "expected"), WRONG)
def test_wrong_documents(
    tmp_path: Path, contract: tuple[dict[str, Any], Api], before: str, after: str, expected: str
) -> None:
    """Anything that the contract does not have, or that is not supported, is one line with file, line and remedy."""
    text = ARAZZO.read_text("utf-8")
    assert before in text
    path = tmp_path / "library.arazzo.yaml"
    path.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(SpecificationError) as error:
        compile_workflows(load_arazzo(path), *contract)

    lines = str(error.value).splitlines()
    assert any(expected in line for line in lines), lines
    assert all(line.removeprefix(f"{path}:").partition(":")[0].isdecimal() for line in lines), lines


def test_nothing_is_written(tmp_path: Path) -> None:
    """A wrong document ends the generator with 2, and nothing is written."""
    path, out = tmp_path / "wrong.arazzo.yaml", tmp_path / "out"
    path.write_text(ARAZZO.read_text("utf-8").replace("list_books", "list_book"), "utf-8")
    options = ("--spec", SPEC, "--package", "library", "--out", out, "--workflows", path)
    done = generator("generate", *options)

    assert done.returncode == 2
    assert done.stderr.startswith(
        f'{path}:17: lendByTitle: the contract has no operation "list_book"'
    )
    assert not out.exists()
