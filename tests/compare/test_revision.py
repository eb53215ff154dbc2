"""A comparison with a revision of git: only what was edited since, and errors in one line."""

import subprocess
from pathlib import Path

import pytest

from generator.cli import main
from generator.compare.revision import changes_since_revision

from ..docs.pages import commit_all

SPECIFICATION = """openapi: 3.1.0
info: {title: A, version: 1.0.0}
paths:
  /a:
    get:
      operationId: GetA
      parameters:
        - {name: n, in: query, schema: {type: integer, maximum: 5}}
      responses: {"200": {description: It is there.}}
"""


@pytest.fixture
def specification(tmp_path: Path) -> Path:
    """A committed specification that differs from its recorded version."""
    file = tmp_path / "spec" / "a.yaml"
    (file.parent / "history" / "a").mkdir(parents=True)
    recorded = SPECIFICATION.replace("maximum: 5", "maximum: 4")
    (file.parent / "history" / "a" / "1.0.0.yaml").write_text(recorded)
    announced = "x-changes: [{version: 1.1.0, summary: A., x-source: ours}]\n"
    file.write_text(SPECIFICATION.replace("1.0.0", "1.1.0") + announced)
    commit_all(tmp_path)
    return file


def test_only_edits_since_the_revision_are_listed(
    specification: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And without a revision all since the recorded version."""
    specification.write_text(specification.read_text().replace("GetA", "GetA\n      tags: [a]"))

    lines = {
        options: _diff(specification, capsys, *options) for options in ((), ("--since", "HEAD"))
    }

    assert [len(found) for found in lines.values()] == [2, 1]
    assert "tags" in lines["--since", "HEAD"][0]


def _diff(specification: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    main(["diff", "--spec", str(specification), *options])
    return capsys.readouterr().out.splitlines()


def test_an_unknown_revision_is_an_error_in_one_line(
    specification: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names revision and file."""
    assert main(["diff", "--spec", str(specification), "--since", "gone"]) == 2

    expected = f"generator: git has no revision gone of {specification}: "
    assert capsys.readouterr().err.startswith(expected)


def test_a_revision_in_no_encoding_is_an_error(specification: Path) -> None:
    """The words of git are read with a sign in the place of what is no text."""
    with pytest.raises(RuntimeError, match=r"git has no revision gone.*gone\ufffd$"):
        changes_since_revision(specification, "gone\udcff")


def test_a_revision_need_not_follow_the_rules_of_today(
    specification: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is compared as it is, so that its correction can be seen."""
    text = specification.read_text()
    wrong = "operationId: GetA\n      x-idempotency: {key: gone}"
    specification.write_text(text.replace("operationId: GetA", wrong))
    commit_all(specification.parents[1])
    specification.write_text(text)

    lines = _diff(specification, capsys, "--since", "HEAD")
    assert lines == ["GetA, x-idempotency: removed (breaks callers)"]


def test_a_file_that_the_revision_lacks_is_an_error(
    specification: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As that of a specification that was not committed yet."""
    subprocess.run(
        ["git", "mv", "-k", specification.name, "b.yaml"], cwd=specification.parent, check=True
    )
    new = specification.with_name("b.yaml")
    (new.parent / "history" / "a").rename(new.parent / "history" / "b")

    assert main(["diff", "--spec", str(new), "--since", "HEAD"]) == 2

    assert capsys.readouterr().err == (
        f"generator: {new} is not in revision HEAD; name a later one\n"
    )
