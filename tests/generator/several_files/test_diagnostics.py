"""A diagnostic names the file and the line that its author wrote."""

import copy
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic
from generator.openapi.bundle import bundle
from generator.openapi.source import load

from .specification import ROOT_FILE, SHARED, generate


def diagnostics(folder: Path) -> list[str]:
    """Return the diagnostics and notes of generating, with paths relative to the folder."""
    done = generate(folder, folder.parent / "out")
    return done.stderr.replace(f"{folder}/", "").splitlines()


def in_shared(folder: Path, before: str, after: str) -> None:
    """Replace a piece of the second file, which it has once."""
    assert SHARED.count(before) == 1
    (folder / "shared.yaml").write_text(SHARED.replace(before, after), "utf-8")


FAULTS_IN_THE_SECOND_FILE = [
    pytest.param(
        "type: object",
        "type: 5",
        ["shared.yaml:3: Pet: type is not a name or a list of names; write a name or a list of"],
        id="rule of a schema",
    ),
    pytest.param(
        "type: integer",
        'type: integer, minimum: "1"',
        ["shared.yaml:1: limit: minimum is not a number; write a number here"],
        id="rule of a parameter",
    ),
    pytest.param(
        "type: object",
        "type: thing",
        ['shared.yaml:2: type "thing" is none of JSON Schema; say it in another way'],
        id="normalisation",
    ),
    pytest.param(
        "type: object",
        "type: object\n  required: true",
        ["note: shared.yaml:4: Pet: required is not a list in a schema and is ignored; list"],
        id="note about an ignored keyword",
    ),
    pytest.param(
        "#/components/schemas/Local",
        "#/components/schemas/None",
        ['shared.yaml:6: Pet: $ref "openapi.yaml#/components/schemas/None" leads nowhere; declare'],
        id="reference to nowhere in the first file",
    ),
    pytest.param(
        "#/Pet",
        "#/None",
        ["shared.yaml:5: Pet: $ref '#/None' leads nowhere; name what is there"],
        id="reference to nowhere in the same file",
    ),
    pytest.param(
        "#/Pet",
        "../secret.yaml#/Pet",
        ['shared.yaml:5: Pet: $ref "../secret.yaml#/Pet" leads out of the specification\'s folder'],
        id="reference out of the folder",
    ),
    pytest.param(
        "type: object",
        'type: "a\\u0007"',
        ["shared.yaml:3: the text holds the control character U+0007; remove the character"],
        id="unreadable text",
    ),
    pytest.param(
        "type: object",
        "type: {",
        ["shared.yaml:5: this is not YAML: while parsing a flow mapping, did not find expected"],
        id="syntax",
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), FAULTS_IN_THE_SECOND_FILE)
def test_a_fault_in_the_second_file(
    folder: Path, before: str, after: str, expected: list[str]
) -> None:
    """Each diagnostic names the file and line that its author wrote."""
    in_shared(folder, before, after)

    actual = diagnostics(folder)
    assert [line[: len(start)] for line, start in zip(actual, expected, strict=True)] == expected


def test_a_note_about_an_inlined_operation(folder: Path) -> None:
    """The target that replaces a reference keeps its file and line, too."""
    operation = "operationId: ping\ncallbacks: {done: {}}\nresponses: {'204': {description: Done.}}"
    (folder / "ping.yaml").write_text(operation, "utf-8")
    whole = ROOT_FILE.replace("paths:\n", "paths:\n  /ping: {post: {$ref: ping.yaml}}\n")
    (folder / "openapi.yaml").write_text(whole, "utf-8")

    expected = ["note: ping.yaml:2: ping: callbacks are ignored; receive them on your own"]
    assert diagnostics(folder) == expected


def test_a_fault_in_a_second_file_of_one_line(folder: Path) -> None:
    """In a file of one line a diagnostic has the pointer in that file."""
    (folder / "dog.json").write_text('{"Dog":{"type":"object","required":5}}', "utf-8")
    in_shared(folder, "openapi.yaml#/components/schemas/Local", "dog.json#/Dog")

    expected = "note: dog.json#/Dog/required: Dog: required is not a list in a schema"
    assert [line[: len(expected)] for line in diagnostics(folder)] == [expected]


def test_collisions_name_the_other_file(folder: Path) -> None:
    """A diagnostic about two values names the file of the other one."""
    whole = f"x-style-rules: true\n{ROOT_FILE}".replace(
        "paths:\n", "paths:\n  /more: {get: {operationId: list_pets, responses: {}}}\n"
    )
    (folder / "openapi.yaml").write_text(whole, "utf-8")

    file = folder / "openapi.yaml"
    expected = (
        'paths/pets.yaml:2: listPets: operationId "listPets" is in Python the same name as '
        f'"list_pets" on line 5 of {file}; rename one of the two'
    ).replace(f"{folder}/", "")
    assert expected in diagnostics(folder)


def test_bundling_leaves_its_input_as_it_was(folder: Path) -> None:
    """A bundle is a new document; the one that was read does not change."""
    in_shared(folder, "type: object", "type: object\n  required: true")
    whole = ROOT_FILE.replace("{type: string}", '{$anchor: a, allOf: [{$ref: "#a"}], enum: 5}')
    (folder / "openapi.yaml").write_text(whole, "utf-8")
    source = load(folder / "openapi.yaml")
    before = copy.deepcopy(source.document)
    notes: list[Diagnostic] = []
    bundled = bundle(source, notes.append)

    assert source.document == before
    assert bundled.document != before
    assert [note.message.split()[0] for note in notes] == ["enum", "required"]
