"""Values and lines of a specification that is read, and diagnostics of unreadable ones."""

import math
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, SpecificationError, quote, shown
from generator.openapi.source import MAX_BYTES, load
from generator.rules import check

BEGINNING = "openapi: 3.1.0\n"


def read(folder: Path, text: str, name: str = "spec.yaml") -> dict[str, object]:
    """Load a text as if it were a file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return dict(load(file).document)


def diagnostics(path: Path) -> list[str]:
    """Return the diagnostics of a file that cannot be loaded, without the folder's name."""
    with pytest.raises(SpecificationError) as caught:
        load(path)
    return [str(fault).replace(f"{path.parent}/", "") for fault in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("nULL", "nULL"),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("NO", "NO"),
        ("on", "on"),
        ("2026-11-22", "2026-11-22"),
        ("12:30:45", "12:30:45"),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("1_000", "1_000"),
        ("0b1", "0b1"),
        ("-12", -12),
        ("1.", 1.0),
        ("-.5e1", -5.0),
        ("1e3", 1000.0),
        ("'1'", "1"),
        ("!!str 1", "1"),
        ("=", "="),
        ('"\\u00e9\\U0001F600"', "é😀"),
    ],
)
def test_scalars(tmp_path: Path, written: str, expected: object) -> None:
    """A scalar means what the core schema of YAML 1.2 says, whatever YAML 1.1 made of it."""
    found = read(tmp_path, f"{BEGINNING}x-a: {written}\n")["x-a"]

    assert (type(expected), expected) == (type(found), found)


def test_integer_keys(tmp_path: Path) -> None:
    """A number as a key is the text that was written."""
    document = read(tmp_path, f"{BEGINNING}x-a:\n  200: ok\n  0x10: hex\n  1.10: version\n")

    assert document["x-a"] == {"200": "ok", "0x10": "hex", "1.10": "version"}


def test_aliases(tmp_path: Path) -> None:
    """An alias becomes a copy of what it stands for, so that nothing is shared."""
    document = read(tmp_path, f"{BEGINNING}x-a: &a {{b: [1]}}\nx-c: *a\n")

    assert {"b": [1]} == document["x-a"] == document["x-c"]
    assert document["x-a"] is not document["x-c"]


def test_json(tmp_path: Path) -> None:
    """A JSON file means what JSON says, its pairs of surrogates and tabs included."""
    text = '{\n\t"openapi":"3.1.0",\n\t"x-a":"\\ud83d\\ude00\\/\\\\ud83d","x-b":[1e2,null]}'

    expected = {"openapi": "3.1.0", "x-a": "😀/\\ud83d", "x-b": [100.0, None]}
    assert read(tmp_path, text, "spec.json") == expected


def test_json_is_not_yaml(tmp_path: Path) -> None:
    """A JSON file holds no bare words, which YAML would take for text."""
    file = tmp_path / "spec.json"
    file.write_text('{\n"openapi": "3.1.0",\n"x-a": NaN\n}')

    assert diagnostics(file) == ['spec.json:3: "NaN" is not JSON; put it in quotes']


def test_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark before the first line is no part of the document."""
    (tmp_path / "spec.yaml").write_bytes(b"\xef\xbb\xbfopenapi: 3.0.3\r\n")

    assert load(tmp_path / "spec.yaml").document == {"openapi": "3.0.3"}


def test_missing_file(tmp_path: Path) -> None:
    """A file that does not exist is refused."""
    assert diagnostics(tmp_path / "none.yaml") == (
        ["none.yaml: the file does not exist; name the file that holds the specification"]
    )


def test_not_a_file() -> None:
    """A device is not read, since it might never end."""
    assert diagnostics(Path("/dev/zero")) == (
        ["zero: this is not a file; name the file that holds the specification"]
    )


def test_not_utf_8(tmp_path: Path) -> None:
    """Another encoding is refused with the line of the first byte that shows it."""
    (tmp_path / "spec.yaml").write_bytes("openapi: 3.1.0\nx-a: é\n".encode("latin-1"))

    assert diagnostics(tmp_path / "spec.yaml") == (
        ["spec.yaml:2: the file is not UTF-8; save the file in that encoding"]
    )


def test_raw_control_character(tmp_path: Path) -> None:
    """A control character in the file itself is refused with its line."""
    (tmp_path / "spec.yaml").write_bytes(b"openapi: 3.1.0\nx-a: \x1b[31m\n")

    assert diagnostics(tmp_path / "spec.yaml") == (
        ["spec.yaml:2: the file holds the control character U+001B; remove it"]
    )


def test_too_large(tmp_path: Path) -> None:
    """A file larger than 64 MiB is refused before it is parsed."""
    with (tmp_path / "spec.yaml").open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    assert diagnostics(tmp_path / "spec.yaml") == (
        ["spec.yaml: the file is larger than 64 MiB; split it up"]
    )


def test_too_many_digits(tmp_path: Path) -> None:
    """An integer that Python refuses to read is refused with its line."""
    (tmp_path / "spec.yaml").write_text(f"{BEGINNING}x-a: {'9' * 5000}\n")

    digits = "9" * 79
    assert diagnostics(tmp_path / "spec.yaml") == (
        [f'spec.yaml:2: "{digits}…" has too many digits; shorten the number']
    )


def test_depth_through_aliases(tmp_path: Path) -> None:
    """Depth counts after aliases are written out, so that nobody who walks the tree can fall."""
    nests = [f"x-0: &a0 {'[' * 60}{']' * 60}", f"x-1: {'[' * 60}*a0{']' * 60}"]
    (tmp_path / "spec.yaml").write_text(BEGINNING + "\n".join(nests))

    remedy = "simplify or split the specification"
    assert diagnostics(tmp_path / "spec.yaml") == [
        f"spec.yaml:2: aliases make the specification hold more than 100 levels; {remedy}"
    ]


def test_lines(tmp_path: Path) -> None:
    """A value's line is that of its key, also below an alias, a list and an escaped name."""
    file = tmp_path / "spec.yaml"
    file.write_text(f"{BEGINNING}paths:\n  /a~b: &a\n    tags:\n      - x\n      - y\n  /c: *a\n")
    source = load(file)

    pointers = ["", "/paths/~1a~0b", ("paths", "/a~b", "tags", 1), "/paths/~1c/tags/0", "/no"]
    assert [source.line(pointer) for pointer in pointers] == [1, 3, 6, 5, None]


def test_problem_with_and_without_line(tmp_path: Path) -> None:
    """A problem names the line, or the pointer where there is no line."""
    file = tmp_path / "spec.yaml"
    file.write_text(f"{BEGINNING}paths: {{}}\n")
    source = load(file)

    here = source.diagnostic(("paths",), "it is wrong", "mend it", "listJobs")
    gone = source.diagnostic(("paths", "/a"), "it is wrong", "mend it")
    assert str(here) == f"{file}:2: listJobs: it is wrong; mend it"
    assert str(gone) == f"{file}#/paths/~1a: it is wrong; mend it"


def test_problem_is_one_line() -> None:
    """No name breaks the line of a problem or reaches the terminal as a command."""
    problem = Diagnostic("spec.yaml", 1, "", "a\nb", "\x1b[2J", "mend\u202eit")

    assert str(problem) == "spec.yaml:1: a\\nb: \\x1b[2J; mend\\u202eit"


def test_error_sorts_and_keeps_each_problem_once() -> None:
    """An error holds each problem once, in the order of the lines."""
    second, first = (Diagnostic("s.yaml", line, "", None, "a", "b") for line in (10, 9))

    assert (first, second) == SpecificationError([second, first, second]).diagnostics


def test_shown_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path is shown from the working directory when it is below it, and as given otherwise."""
    monkeypatch.chdir(tmp_path)

    assert shown(tmp_path / "spec" / "openapi.yaml") == "spec/openapi.yaml"
    assert str(tmp_path.parent / "a.yaml") == shown(tmp_path.parent / "a.yaml")


def test_quote_shortens() -> None:
    """A name too long to read is shortened."""
    assert quote("a" * 100) == f'"{"a" * 79}…"'


def test_files(tmp_path: Path) -> None:
    """A source lists the file that was read."""
    file = tmp_path / "spec.yaml"
    file.write_text(f"{BEGINNING}x-a: 1.5\n")
    source = load(file)

    assert (file,) == source.files
    assert math.isclose(1.5, float(str(source.document["x-a"])))


ONE_LINE = [
    ('{"openapi":"3.1.0","x-a":"\\u0007"}', "#/x-a: the text holds the control character U+0007"),
    ('{"openapi":"3.1.0","x-a":1,"x-a":2}', '#/x-a: key "x-a" is repeated; keep one of the two'),
    ('{"openapi":"3.1.0","x-a":{"b/c":yes}}', '#/x-a/b~1c: "yes" is not JSON; put it in quotes'),
    ('{"openapi":"3.3.0"}', '#/openapi: openapi is "3.3.0", none of 3.0, 3.1 and 3.2'),
    ('{"openapi":"3.1.0","x-a":"\x07"}', ":1:27: the file holds the control character U+0007"),
    ('{"openapi":"3.1.0","x-a":]}', ":1:26: this is not JSON: while parsing a flow node"),
    ('{"openapi":"3.1.0","x-a":"\udcff"}', ":1:27: the file is not UTF-8; save the file"),
    ("[" * 101 + "]" * 101, ":1:100: the file holds more than 100 levels"),
]


@pytest.mark.parametrize(("text", "expected"), ONE_LINE)
def test_document_of_one_line(tmp_path: Path, text: str, expected: str) -> None:
    """A fault in a document of one line has a JSON pointer, or the column where nothing was read."""
    (tmp_path / "spec.json").write_bytes(text.encode("utf-8", "surrogateescape"))

    (line,) = diagnostics(tmp_path / "spec.json")
    assert line[: len(f"spec.json{expected}")] == f"spec.json{expected}"


def test_rules_about_a_document_of_one_line(tmp_path: Path) -> None:
    """Rules point into a document of one line, also where they name a second value."""
    schemas = '{"A":{"default_factory":"x"}}'
    errors = ",".join(
        [
            '{"code":"C","status":404,"meaning":"not_found","when":"A.","remedy":"B.","retryable":true}'
        ]
        * 2
    )
    text = f'{{"openapi":"3.1.0","x-errors":[{errors}],"components":{{"schemas":{schemas}}}}}\n'
    (tmp_path / "spec.json").write_text(text)

    faults = [
        str(fault).replace(f"{tmp_path}/", "") for fault in check(load(tmp_path / "spec.json"))
    ]
    key = "#/components/schemas/A/default_factory"
    assert faults == [
        f'spec.json{key}: "default_factory" would choose Python code to import or to call; remove it',
        'spec.json#/x-errors/1/code: error "C" is also at #/x-errors/0/code; keep one of the two',
    ]
