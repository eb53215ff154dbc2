"""The pages of the reference say what the contract says, in its languages, and nobody else's files are lost."""

import re
from pathlib import Path

import pytest

from generator.reference.strings import CHINESE, ENGLISH

from .generating import ROOT, SPEC, copy_of_spec, generator

TEMPLATES = ROOT / "generator" / "emit" / "templates" / "reference"
PHRASES = ROOT / "generator" / "reference" / "constraints.py"
PETS = Path(__file__).parent / "other" / "pets.yaml"


@pytest.fixture
def places(tmp_path: Path) -> tuple[str | Path, ...]:
    """Where the package and its reference are to lie."""
    return "--out", tmp_path / "package", "--docs", tmp_path / "api"


def pages(folder: Path) -> set[str]:
    """Give the pages below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}


def test_another_contract(tmp_path: Path, places: tuple[str | Path, ...]) -> None:
    """A contract without errors, permissions and versions has no pages about them."""
    done = generator("generate", "--spec", PETS, "--package", "pets", *places)

    assert (0, "") == (done.returncode, done.stderr)
    assert {"README.md", "operations.md", "models.md", "changes.md"} == pages(tmp_path / "api")


def test_in_chinese(tmp_path: Path, places: tuple[str | Path, ...]) -> None:
    """What a contract says in Chinese stands on pages of their own; the rest stays English."""
    before = "Owner:\n      type: object\n"
    chinese = "      description: Who feeds it.\n      x-zh: {description: 饲养者。}\n"
    text = PETS.read_text("utf-8").replace(before, before + chinese)
    spec = tmp_path / "pets.yaml"
    spec.write_text(text, "utf-8")
    generator("generate", "--spec", spec, "--package", "pets", *places)
    english, shown, calls = (
        (tmp_path / "api" / page).read_text("utf-8")
        for page in ("models.md", "zh/models.md", "zh/operations.md")
    )

    assert "## Owner\n\n饲养者。" in shown
    assert "## Owner\n\nWho feeds it." in english
    assert "| query | 否 | 不小于 0 的数 |" in calls
    assert "zh/README.md" in (tmp_path / "api" / "README.md").read_text("utf-8")


def test_no_word_is_missing() -> None:
    """Whatever word of its own a page asks for, each language has."""
    templates = [one for one in TEMPLATES.glob("*.jinja") if one.name != "changes.md.jinja"]
    asked = {
        word for one in templates for word in re.findall(r'say\("(\w+)"', one.read_text("utf-8"))
    }
    phrases = set(re.findall(r'say\("(\w+)"', PHRASES.read_text("utf-8")))

    assert len(asked) > 20
    assert set() == asked - ENGLISH.labels.keys()
    assert set() == (asked | phrases) - CHINESE.labels.keys()


def test_drift(tmp_path: Path, places: tuple[str | Path, ...]) -> None:
    """A page that somebody edited is shown, with the command that mends it."""
    generator("generate", "--spec", SPEC, *places)
    page = tmp_path / "api" / "errors.md"
    page.write_text(page.read_text("utf-8").replace("# Errors", "# Mistakes"), "utf-8")
    done = generator("check", "--spec", SPEC, *places)

    assert 1 == done.returncode
    assert "-# Mistakes" in done.stdout
    assert f"--docs {tmp_path / 'api'} --package flinkjobs" in done.stderr


def test_a_foreign_file(tmp_path: Path, places: tuple[str | Path, ...]) -> None:
    """A page that was not generated is neither lost nor passed over."""
    generator("generate", "--spec", SPEC, *places)
    (tmp_path / "api" / "mine.md").write_text("mine")
    checked = generator("check", "--spec", SPEC, *places)
    generated = generator("generate", "--spec", SPEC, *places)

    assert (1, 2) == (checked.returncode, generated.returncode)
    assert "mine.md: is not generated; remove it" in checked.stdout
    assert "mine.md, which was not generated and would be lost" in generated.stderr
    assert "mine" == (tmp_path / "api" / "mine.md").read_text()


def test_a_recorded_version(tmp_path: Path, places: tuple[str | Path, ...]) -> None:
    """A version that is recorded anew makes the reference stale, and is shown in it."""
    generator("generate", "--spec", copy_of_spec(tmp_path), *places)
    history = tmp_path / "history" / "openapi"
    history.mkdir(parents=True)
    older = re.sub(r"\n  version: .*", "\n  version: 0.0.1", SPEC.read_text("utf-8"), count=1)
    lowered = older.replace("maximum: 100, default", "maximum: 90, default")
    (history / "0.0.1.yaml").write_text(lowered, "utf-8")
    spec = tmp_path / "openapi.yaml"

    assert 1 == generator("check", "--spec", spec, *places).returncode
    generator("generate", "--spec", spec, *places)
    expected = "| ListJobs, parameter pageSize (query) | maximum raised from 90 to 100 | no | yes |"
    assert expected in (tmp_path / "api" / "changes.md").read_text("utf-8").splitlines()
