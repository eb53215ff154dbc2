"""Preparing a release in a copy: what is written, what is refused, and that twice is once."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from generator import __version__
from generator.release.changelog import contract_before, released

from ..generator.generating import ROOT, python

NOTES = "# Changelog\n\n## Unreleased\n\n- Listings are faster.\n"


class Copy:
    """A copy of what a release touches, where the contract is of version 1.4.2, which is recorded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignored = shutil.ignore_patterns("history", "__pycache__")
        for name in ("generator", "spec"):
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        for name in ("target", "docs", "spec/history/openapi"):
            (folder / name).mkdir(parents=True)
        shutil.copy(ROOT / "target" / "pyproject.toml", folder / "target")
        self.contract = folder / "spec" / "openapi.yaml"
        self.contract.write_text(
            re.sub(r"\n  version: .*", "\n  version: 1.4.2", self.contract.read_text("utf-8"))
        )
        shutil.copy(self.contract, self.recorded("1.4.2"))
        self.changelog = folder / "docs" / "changelog.md"
        self.changelog.write_text(NOTES)

    def recorded(self, version: str) -> Path:
        return self.folder / "spec" / "history" / "openapi" / f"{version}.yaml"

    def edit(self, before: str, after: str) -> None:
        text = self.contract.read_text("utf-8")
        assert 1 == text.count(before)
        self.contract.write_text(text.replace(before, after), "utf-8")

    def raise_bound(self) -> None:
        """Let a page have 200 jobs, which breaks servers."""
        self.edit("maximum: 100, default: 10", "maximum: 200, default: 10")

    def announce(self) -> None:
        """Say so, in version 1.5.0 of the contract."""
        self.edit("version: 1.4.2", "version: 1.5.0")
        self.edit("\nx-changes:", "\nx-changes:\n  - {version: 1.5.0, summary: Pages of 200 jobs.}")

    def release(self, version: str) -> tuple[int, str]:
        """Prepare a release; give the exit status and what was said of what is wrong."""
        done = python(
            "-m", "generator.release", version, cwd=self.folder, PYTHONPATH=str(self.folder)
        )
        return done.returncode, done.stderr

    def files(self) -> dict[str, str]:
        return {
            str(path.relative_to(self.folder)): path.read_text("utf-8")
            for path in self.folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "copy")


def test_one_version() -> None:
    """The target carries the generator's version, and needs the packages of the same release."""
    project = tomllib.loads((ROOT / "target" / "pyproject.toml").read_text("utf-8"))["project"]

    assert __version__ == project["version"]
    assert {f"flinkjobs=={__version__}", f"flinkrest=={__version__}"} <= {*project["dependencies"]}


def test_the_first_release(copy: Copy) -> None:
    """The version is in its places, and what was noted is a section that names the contract."""
    assert (0, "") == copy.release("3.0.0")
    files = copy.files()

    assert '__version__ = "3.0.0"' in files["generator/__init__.py"]
    project = tomllib.loads(files["target/pyproject.toml"])["project"]
    assert "3.0.0" == project["version"]
    assert {"flinkjobs==3.0.0", "flinkrest==3.0.0"} <= {*project["dependencies"]}
    assert (
        "# Changelog\n\n## Unreleased\n\n## 3.0.0\n\n- Listings are faster.\n\n"
        "### Contract 1.4.2\n\nThe first that is released.\n"
    ) == files["docs/changelog.md"]


def test_a_release_with_another_contract(copy: Copy) -> None:
    """The contract is recorded, and what it says otherwise is told, with whom it breaks."""
    copy.release("3.0.0")
    copy.raise_bound()
    copy.announce()

    assert (0, "") == copy.release("3.1.0")
    assert copy.contract.read_bytes() == copy.recorded("1.5.0").read_bytes()
    assert (
        "## Unreleased\n\n## 3.1.0\n\n### Contract 1.5.0\n\n- **1.5.0**: Pages of 200 jobs.\n"
        "- ListJobs, parameter pageSize (query): maximum raised from 100 to 200 (breaks servers)\n\n"
        "## 3.0.0\n\n- Listings are faster.\n"
    ) in copy.changelog.read_text("utf-8")


def test_twice_is_once(copy: Copy) -> None:
    """Preparing a release again changes nothing; what was noted since is taken in."""
    copy.release("3.0.0")
    once = copy.files()
    copy.release("3.0.0")
    assert once == copy.files()

    text = once["docs/changelog.md"]
    copy.changelog.write_text(text.replace("## Unreleased\n", "## Unreleased\n\n- One more.\n"))
    copy.release("3.0.0")
    assert "- Listings are faster.\n- One more.\n\n### Contract" in copy.changelog.read_text()


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("", 'VERSION is three numbers, such as 1.2.3, not ""\n'),
        ("1.2", 'VERSION is three numbers, such as 1.2.3, not "1.2"\n'),
        ("v1.2.3", 'VERSION is three numbers, such as 1.2.3, not "v1.2.3"\n'),
        (
            "0.0.1",
            f"VERSION 0.0.1 is below {__version__}, which it is now; take a higher one\n",
        ),
    ],
)
def test_a_version_that_is_none(copy: Copy, version: str, expected: str) -> None:
    """It is refused, and nothing is written."""
    before = copy.files()

    assert (2, expected) == copy.release(version)
    assert before == copy.files()


def test_a_contract_that_says_otherwise_than_recorded(copy: Copy) -> None:
    """A recorded version never changes: the contract must take another, and nothing is written."""
    recorded = copy.recorded("1.4.2")
    recorded.write_text(re.sub(r"\n +x-more-columns: .*", "", recorded.read_text("utf-8")), "utf-8")
    before = copy.files()
    code, said = copy.release("3.0.0")

    assert 2 == code
    assert (
        "spec/openapi.yaml:6: spec/history/openapi/1.4.2.yaml records version 1.4.2, and the contract "
        "says otherwise since; raise info.version, and say under x-changes what changed; "
        "make diff shows it\n"
    ) == said
    assert before == copy.files()


def test_a_break_that_is_not_announced(copy: Copy) -> None:
    """It is refused as `make diff` refuses it, and nothing is written."""
    copy.raise_bound()
    before = copy.files()
    code, said = copy.release("3.0.0")

    assert 2 == code
    assert "info.version is 1.4.2, but what changed since 1.4.2 takes 1.5.0" in said
    assert before == copy.files()


def test_a_version_that_was_released(copy: Copy) -> None:
    """A tag on another commit says so."""
    for command in ("init -q", "commit -q --allow-empty -m one", "tag v3.0.0"):
        git(copy, command)
    assert (0, "") == copy.release("3.0.0")
    git(copy, "commit -q --allow-empty -m two")

    expected = "VERSION 3.0.0 was released: there is a tag v3.0.0; take a higher one\n"
    assert (2, expected) == copy.release("3.0.0")


def git(copy: Copy, command: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=N", "-c", "user.email=n@example.com", *command.split()],
        cwd=copy.folder,
        check=True,
    )


def test_nothing_new() -> None:
    """A release without a note and without a change of the contract is refused."""
    text = (
        "# Changelog\n\n## Unreleased\n\n## 1.0.0\n\n- All.\n\n### Contract 1.0.0\n\nThe first.\n"
    )

    assert "1.0.0" == contract_before(text, "1.1.0")
    with pytest.raises(ValueError, match=r"nothing is new; note what is below"):
        released(text, "1.1.0", "1.0.0", ())
