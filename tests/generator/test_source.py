"""What reading a specification lets through, and that each value knows its line."""

import math
from pathlib import Path

import pytest

from generator.diagnostics import Problem, SpecificationError, quote, shown
from generator.openapi.source import MAX_BYTES, load

BEGINNING = "openapi: 3.1.0\n"


def read(folder: Path, text: str, name: str = "spec.yaml") -> dict[str, object]:
    """Load a text as if it were a file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return dict(load(file).document)


def refusal(path: Path) -> list[str]:
    """Give the lines of the refusal to load a file, without the folder's name."""
    with pytest.raises(SpecificationError) as caught:
        load(path)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


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

    assert {"200": "ok", "0x10": "hex", "1.10": "version"} == document["x-a"]


def test_aliases(tmp_path: Path) -> None:
    """An alias becomes a copy of what it stands for, so that nothing is shared."""
    document = read(tmp_path, f"{BEGINNING}x-a: &a {{b: [1]}}\nx-c: *a\n")

    assert {"b": [1]} == document["x-a"] == document["x-c"]
    assert document["x-a"] is not document["x-c"]


def test_json(tmp_path: Path) -> None:
    """A JSON file means what JSON says, its pairs of surrogates and tabs included."""
    text = '{\n\t"openapi":"3.1.0",\n\t"x-a":"\\ud83d\\ude00\\/\\\\ud83d","x-b":[1e2,null]}'

    expected = {"openapi": "3.1.0", "x-a": "😀/\\ud83d", "x-b": [100.0, None]}
    assert expected == read(tmp_path, text, "spec.json")


def test_json_is_not_yaml(tmp_path: Path) -> None:
    """A JSON file holds no bare words, which YAML would take for text."""
    file = tmp_path / "spec.json"
    file.write_text('{\n"openapi": "3.1.0",\n"x-a": NaN\n}')

    assert ['spec.json:3: "NaN" is not JSON; put it in quotes'] == refusal(file)


def test_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark before the first line is no part of the document."""
    (tmp_path / "spec.yaml").write_bytes(b"\xef\xbb\xbfopenapi: 3.0.3\r\n")

    assert {"openapi": "3.0.3"} == load(tmp_path / "spec.yaml").document


def test_missing_file(tmp_path: Path) -> None:
    """A file that does not exist is said to be missing."""
    assert ["none.yaml: the file does not exist; name the file that holds the specification"] == (
        refusal(tmp_path / "none.yaml")
    )


def test_not_a_file() -> None:
    """A device is not read, since it might never end."""
    assert ["zero: this is not a file; name the file that holds the specification"] == (
        refusal(Path("/dev/zero"))
    )


def test_not_utf_8(tmp_path: Path) -> None:
    """Another encoding is refused with the line of the first byte that shows it."""
    (tmp_path / "spec.yaml").write_bytes("openapi: 3.1.0\nx-a: é\n".encode("latin-1"))

    assert ["spec.yaml:2: the file is not UTF-8; save the file in that encoding"] == (
        refusal(tmp_path / "spec.yaml")
    )


def test_raw_control_character(tmp_path: Path) -> None:
    """A control character in the file itself is refused with its line."""
    (tmp_path / "spec.yaml").write_bytes(b"openapi: 3.1.0\nx-a: \x1b[31m\n")

    assert ["spec.yaml:2: the file holds the control character U+001B; remove it"] == (
        refusal(tmp_path / "spec.yaml")
    )


def test_too_large(tmp_path: Path) -> None:
    """A file larger than 64 MiB is refused before it is parsed."""
    with (tmp_path / "spec.yaml").open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    assert ["spec.yaml: the file is larger than 64 MiB; split it up"] == (
        refusal(tmp_path / "spec.yaml")
    )


def test_too_many_digits(tmp_path: Path) -> None:
    """An integer that Python refuses to read is refused with its line."""
    (tmp_path / "spec.yaml").write_text(f"{BEGINNING}x-a: {'9' * 5000}\n")

    digits = "9" * 79
    assert [f'spec.yaml:2: "{digits}…" has too many digits; shorten the number'] == (
        refusal(tmp_path / "spec.yaml")
    )


def test_depth_through_aliases(tmp_path: Path) -> None:
    """Depth counts after aliases are written out, so that nobody who walks the tree can fall."""
    nests = [f"x-0: &a0 {'[' * 60}{']' * 60}", f"x-1: {'[' * 60}*a0{']' * 60}"]
    (tmp_path / "spec.yaml").write_text(BEGINNING + "\n".join(nests))

    remedy = "simplify or split the specification"
    assert [
        f"spec.yaml:2: aliases make the specification hold more than 100 levels; {remedy}"
    ] == refusal(tmp_path / "spec.yaml")


def test_lines(tmp_path: Path) -> None:
    """A value's line is that of its key, also below an alias, a list and an escaped name."""
    file = tmp_path / "spec.yaml"
    file.write_text(f"{BEGINNING}paths:\n  /a~b: &a\n    tags:\n      - x\n      - y\n  /c: *a\n")
    source = load(file)

    pointers = ["", "/paths/~1a~0b", ("paths", "/a~b", "tags", 1), "/paths/~1c/tags/0", "/no"]
    assert [1, 3, 6, 5, None] == [source.line(pointer) for pointer in pointers]


def test_problem_with_and_without_line(tmp_path: Path) -> None:
    """A problem names the line, or the pointer where there is no line."""
    file = tmp_path / "spec.yaml"
    file.write_text(f"{BEGINNING}paths: {{}}\n")
    source = load(file)

    here = source.problem(("paths",), "it is wrong", "mend it", "listJobs")
    gone = source.problem(("paths", "/a"), "it is wrong", "mend it")
    assert f"{file}:2: listJobs: it is wrong; mend it" == str(here)
    assert f"{file}#/paths/~1a: it is wrong; mend it" == str(gone)


def test_problem_is_one_line() -> None:
    """No name breaks the line of a problem or reaches the terminal as a command."""
    problem = Problem("spec.yaml", 1, "", "a\nb", "\x1b[2J", "mend\u202eit")

    assert "spec.yaml:1: a\\nb: \\x1b[2J; mend\\u202eit" == str(problem)


def test_error_sorts_and_keeps_each_problem_once() -> None:
    """An error holds each problem once, in the order of the lines."""
    second, first = (Problem("s.yaml", line, "", None, "a", "b") for line in (10, 9))

    assert (first, second) == SpecificationError([second, first, second]).problems


def test_shown_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path is shown from the working directory when it is below it, and as given otherwise."""
    monkeypatch.chdir(tmp_path)

    assert "spec/openapi.yaml" == shown(tmp_path / "spec" / "openapi.yaml")
    assert str(tmp_path.parent / "a.yaml") == shown(tmp_path.parent / "a.yaml")


def test_quote_shortens() -> None:
    """A name too long to read is shortened."""
    assert f'"{"a" * 79}…"' == quote("a" * 100)


def test_files(tmp_path: Path) -> None:
    """A source lists the file that was read."""
    file = tmp_path / "spec.yaml"
    file.write_text(f"{BEGINNING}x-a: 1.5\n")
    source = load(file)

    assert (file,) == source.files
    assert math.isclose(1.5, float(str(source.document["x-a"])))
