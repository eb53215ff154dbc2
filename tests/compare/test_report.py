"""`diff` reports as text, as a Markdown table, and as annotations at the author's lines."""

import re
from pathlib import Path

import pytest

from generator.compare import Change
from generator.compare.history import Comparison, read_version, version_of
from generator.compare.report import render
from generator.openapi.source import load
from generator.release.contract import recorded_text

from ..generator.generating import SPEC, copy_of_spec, generator

LOWERED = ("maximum: 100, default: 10", "maximum: 50, default: 10")
REMOVED = "        logging:\n"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """A contract whose last recorded version is the present one."""
    text = re.sub(r"\n  version: .*", "\n  version: 1.4.2", SPEC.read_text("utf-8"))
    recorded = tmp_path / "history" / "openapi" / "1.4.2.yaml"
    recorded.parent.mkdir(parents=True)
    contract = copy_of_spec(tmp_path)
    contract.write_text(text, "utf-8")
    recorded.write_text(recorded_text(read_version(contract)), "utf-8")
    return tmp_path / "openapi.yaml"


def edit(contract: Path, before: str, after: str) -> int:
    """Make an edit, and return the number of its line."""
    text = contract.read_text("utf-8")
    assert text.count(before) == 1
    contract.write_text(text.replace(before, after), "utf-8")
    return text[: text.index(before)].count("\n") + 1


def diff(contract: Path, form: str) -> tuple[int, list[str]]:
    done = generator("diff", "--spec", contract, "--format", form)
    return done.returncode, done.stdout.splitlines()


def test_annotations(contract: Path) -> None:
    """A break is a warning at the author's line, and one that is not announced is an error."""
    line = edit(contract, *LOWERED)
    version = contract.read_text("utf-8").split("\n  version:")[0].count("\n") + 2
    code, lines = diff(contract, "github")

    assert code == 1
    assert lines == [
        f"::warning file={contract},line={line},title=Breaks callers and servers::"
        "ListJobs, parameter pageSize (query): maximum lowered from 100 to 50",
        f"::error file={contract},line={version},title=Not announced::info.version is 1.4.2, but "
        "what changed since 1.4.2 takes 2.0.0; raise it, and say what changed under x-changes",
    ]


def test_an_annotation_of_what_is_gone(contract: Path) -> None:
    """A removal is reported where it was: at the nearest line around it."""
    text = contract.read_text("utf-8")
    start = text.index(REMOVED, text.index("    jobs.Job:\n"))
    end = re.compile(r"^        \w", re.MULTILINE).search(text, start + len(REMOVED))
    assert end is not None
    contract.write_text(text[:start] + text[end.start() :], "utf-8")
    properties = text.rindex("      properties:\n", 0, start)
    line = text[:properties].count("\n") + 1

    assert diff(contract, "github")[1][0] == (
        f"::warning file={contract},line={line},title=Breaks callers::"
        "jobs.Job, field logging: removed"
    )


def test_a_table(contract: Path) -> None:
    """Markdown has a row for each change, with its line, and then what is not announced."""
    line = edit(contract, *LOWERED)
    code, lines = diff(contract, "markdown")

    assert code == 1
    assert lines[:5] == [
        "## Changes of the contract since 1.4.2",
        "",
        "| part | change | breaks | line |",
        "|---|---|---|---|",
        "| ListJobs, parameter pageSize (query) | maximum lowered from 100 to 50 | "
        f"callers and servers | {str(contract).replace('_', chr(92) + '_')}:{line} |",
    ]
    assert lines[6].startswith("- ")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", ["{} says what version 1.4.2 says"]),
        ("markdown", ["## Changes of the contract since 1.4.2", "", "None."]),
        ("github", []),
    ],
)
def test_nothing_changed(contract: Path, form: str, expected: list[str]) -> None:
    """Each format has its own way to say that nothing changed."""
    assert diff(contract, form) == (0, [line.format(contract) for line in expected])


def test_text_of_an_author_is_no_command() -> None:
    """Signs that GitHub or Markdown would take for their own are escaped."""
    version = version_of(load(SPEC))
    change = Change("a|b", "c%0A\n::error::*", breaks_callers=True, breaks_servers=False)
    comparison = Comparison(version, version, (change,))

    assert render("github", comparison, ()).endswith("::a|b: c%250A%0A::error::*")
    assert (
        render("markdown", comparison, ())
        .splitlines()[4]
        .startswith("| a\\|b | c%0A ::error::\\* | callers |")
    )
