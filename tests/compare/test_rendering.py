"""Each format of a report, to the letter: of changes that are in the file, and of those that are not."""

from pathlib import Path

import pytest

from generator.compare import Change
from generator.compare.history import Comparison, version_of
from generator.compare.report import render
from generator.diagnostics import Diagnostic
from generator.openapi.source import load

CONTRACT = """\
openapi: 3.1.0
info:
  version: 2.0.0
paths:
  /pets:
    get: {}
"""


@pytest.fixture
def comparison(tmp_path: Path) -> Comparison:
    """Return one change in its place, one of a member that is gone, and one of no place at all."""
    path = tmp_path / "pets.yaml"
    path.write_text(CONTRACT, "utf-8")
    version = version_of(load(path))
    changes = (
        Change("Get pets", "request line changed", True, True, ("paths", "/pets", "get")),
        Change("Keep", "removed", True, False, ("paths", "/pets", "post", "responses")),
        Change("document", "a: b, c", False, True),
        Change("x-shop", "100% new", False, False, ("paths",)),
    )
    return Comparison(version, version, changes)


DIAGNOSTICS = (
    Diagnostic("a,b.yaml", 3, "", None, "version is 2.0.0", "raise it"),
    Diagnostic("pets.yaml", None, "/info", None, "no entry", "write one"),
)


def test_text(comparison: Comparison) -> None:
    """A line says what changed, and whom that breaks."""
    assert render("text", comparison, DIAGNOSTICS).splitlines() == [
        "Get pets: request line changed (breaks callers and servers)",
        "Keep: removed (breaks callers)",
        "document: a: b, c (breaks servers)",
        "x-shop: 100% new (breaks nobody)",
    ]


def test_github(comparison: Comparison) -> None:
    """A place without a line has no such property, and signs of the syntax are escaped."""
    file = str(comparison.now.source.path)

    assert render("github", comparison, DIAGNOSTICS).splitlines() == [
        f"::warning file={file},line=6,title=Breaks callers and servers::"
        "Get pets: request line changed",
        f"::warning file={file},line=5,title=Breaks callers::Keep: removed",
        f"::warning file={file},line=1,title=Breaks servers::document: a: b, c",
        f"::notice file={file},line=4,title=Breaks nobody::x-shop: 100%25 new",
        "::error file=a%2Cb.yaml,line=3,title=Not announced::version is 2.0.0; raise it",
        "::error file=pets.yaml,title=Not announced::no entry; write one",
    ]


def test_markdown(comparison: Comparison) -> None:
    """A table of the changes comes first, then a list of what is not announced."""
    file = str(comparison.now.source.path).replace("_", r"\_")

    assert render("markdown", comparison, DIAGNOSTICS).splitlines() == [
        "## Changes of the contract since 2.0.0",
        "",
        "| part | change | breaks | line |",
        "|---|---|---|---|",
        f"| Get pets | request line changed | callers and servers | {file}:6 |",
        f"| Keep | removed | callers | {file}:5 |",
        f"| document | a: b, c | servers | {file}:1 |",
        f"| x-shop | 100% new | nobody | {file}:4 |",
        "",
        "- a,b.yaml:3: version is 2.0.0; raise it",
        r"- pets.yaml\#/info: no entry; write one",
    ]


def test_every_sign_of_markdown_is_escaped(comparison: Comparison) -> None:
    """None of them is taken for more than a text, and white space is a single blank."""
    change = Change("\\`*_{}[]<>|#", "a\n\tb", False, False)
    table = render("markdown", comparison._replace(changes=(change,)), ()).splitlines()

    assert table[4].startswith(r"| \\\`\*\_\{\}\[\]\<\>\|\# | a b | nobody |")
    assert len(table) == 5


def test_line_breaks_do_not_end_a_command(comparison: Comparison) -> None:
    """GitHub reads them from their numbers, in the message and in a property."""
    change = Change("a\r\nb", "c", False, False)
    fault = Diagnostic("a:b\r\n%.yaml", 1, "", None, "c", "d")

    assert render("github", comparison._replace(changes=(change,)), (fault,)).splitlines() == [
        f"::notice file={comparison.now.source.path},line=1,title=Breaks nobody::a%0D%0Ab: c",
        "::error file=a%3Ab%0D%0A%25.yaml,line=1,title=Not announced::c; d",
    ]
