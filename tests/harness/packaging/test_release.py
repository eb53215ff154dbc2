"""Preparation of a release, in a copy: files written, versions refused, and idempotence."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from generator import __version__
from generator.compare.history import read_version
from generator.release.changelog import contract_version_before, release_changelog
from generator.release.contract import recorded_text

from ...generator.generating import ROOT, python

PROJECTS = ("target", "tests/contract")
NOTES = "# Changelog\n\n## Unreleased\n\n- Listings are faster.\n"


class Workspace:
    """A copy of the files that a release changes, with a recorded contract of version 1.4.2."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignored = shutil.ignore_patterns("history", "__pycache__")
        for name in ("generator", "spec"):
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        for name in (*PROJECTS, "docs", "spec/history/openapi"):
            (folder / name).mkdir(parents=True)
        for name in PROJECTS:
            shutil.copy(ROOT / name / "pyproject.toml", folder / name)
        self.contract = folder / "spec" / "openapi.yaml"
        self.contract.write_text(
            re.sub(r"\n  version: .*", "\n  version: 1.4.2", self.contract.read_text("utf-8"))
        )
        text = recorded_text(read_version(self.contract))
        self.recorded("1.4.2").write_text(text, "utf-8")
        self.changelog = folder / "docs" / "changelog.md"
        self.changelog.write_text(NOTES)

    def recorded(self, version: str) -> Path:
        return self.folder / "spec" / "history" / "openapi" / f"{version}.yaml"

    def edit(self, before: str, after: str) -> None:
        text = self.contract.read_text("utf-8")
        assert text.count(before) == 1
        self.contract.write_text(text.replace(before, after), "utf-8")

    def raise_bound(self) -> None:
        """Let a page have 200 jobs, which breaks servers."""
        self.edit("maximum: 100, default: 10", "maximum: 200, default: 10")

    def announce(self) -> None:
        """Announce that in version 1.5.0 of the contract."""
        self.edit("version: 1.4.2", "version: 1.5.0")
        self.edit("\nx-changes:", "\nx-changes:\n  - {version: 1.5.0, summary: Pages of 200 jobs.}")

    def release(self, version: str) -> tuple[int, str]:
        """Prepare a release; return the exit status and the errors."""
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
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "copy")


def test_one_version() -> None:
    """The target carries the generator's version, and needs the packages of the same release."""
    project = tomllib.loads((ROOT / "target" / "pyproject.toml").read_text("utf-8"))["project"]

    assert __version__ == project["version"]
    assert {f"flinkjobs=={__version__}", f"flinkrest=={__version__}"} <= {*project["dependencies"]}
    suite = tomllib.loads((ROOT / "tests/contract/pyproject.toml").read_text("utf-8"))["project"]
    assert suite["version"] == __version__
    assert suite["optional-dependencies"]["local"] == [f"flinkjobs-target=={__version__}"]


def test_the_first_release(workspace: Workspace) -> None:
    """The version is in its places, and what was noted is a section that names the contract."""
    assert workspace.release("3.0.0") == (0, "")
    files = workspace.files()

    assert '__version__ = "3.0.0"' in files["generator/__init__.py"]
    project = tomllib.loads(files["target/pyproject.toml"])["project"]
    assert project["version"] == "3.0.0"
    assert {"flinkjobs==3.0.0", "flinkrest==3.0.0"} <= {*project["dependencies"]}
    suite = tomllib.loads(files["tests/contract/pyproject.toml"])["project"]
    assert suite["version"] == "3.0.0"
    assert suite["optional-dependencies"]["local"] == ["flinkjobs-target==3.0.0"]
    assert files["docs/changelog.md"] == (
        "# Changelog\n\n## Unreleased\n\n## 3.0.0\n\n- Listings are faster.\n\n"
        "### Contract 1.4.2\n\nThe first that is released.\n"
    )


def test_a_release_with_another_contract(workspace: Workspace) -> None:
    """The contract is recorded, and its changes are listed, with whom they break."""
    workspace.release("3.0.0")
    workspace.raise_bound()
    workspace.announce()

    assert workspace.release("3.1.0") == (0, "")
    recorded = json.loads(workspace.recorded("1.5.0").read_text("utf-8"))
    assert recorded == read_version(workspace.contract).source.document
    assert (
        "## Unreleased\n\n## 3.1.0\n\n### Contract 1.5.0\n\n- **1.5.0**: Pages of 200 jobs.\n"
        "- ListJobs, parameter pageSize (query): maximum raised from 100 to 200 (breaks servers)\n\n"
        "## 3.0.0\n\n- Listings are faster.\n"
    ) in workspace.changelog.read_text("utf-8")


def test_twice_is_once(workspace: Workspace) -> None:
    """Preparing a release again changes nothing; what was noted since is taken in."""
    workspace.release("3.0.0")
    once = workspace.files()
    workspace.release("3.0.0")
    assert workspace.files() == once

    text = once["docs/changelog.md"]
    workspace.changelog.write_text(
        text.replace("## Unreleased\n", "## Unreleased\n\n- One more.\n")
    )
    workspace.release("3.0.0")
    assert "- Listings are faster.\n- One more.\n\n### Contract" in workspace.changelog.read_text()


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
def test_a_version_that_is_none(workspace: Workspace, version: str, expected: str) -> None:
    """It is refused, and nothing is written."""
    before = workspace.files()

    assert workspace.release(version) == (2, expected)
    assert workspace.files() == before


def test_a_contract_that_says_otherwise_than_recorded(workspace: Workspace) -> None:
    """A recorded version never changes: the contract must take another, and nothing is written."""
    recorded = workspace.recorded("1.4.2")
    document = json.loads(recorded.read_text("utf-8"))
    del document["components"]["schemas"]["jobs.Job"]["x-more-columns"]
    recorded.write_text(json.dumps(document), "utf-8")
    before = workspace.files()
    code, errors = workspace.release("3.0.0")

    assert code == 2
    assert errors == (
        "spec/openapi.yaml:6: spec/history/openapi/1.4.2.yaml records version 1.4.2, and the contract "
        "says otherwise since; raise info.version, and say under x-changes what changed; "
        "make diff shows it\n"
    )
    assert workspace.files() == before


def test_a_break_that_is_not_announced(workspace: Workspace) -> None:
    """It is refused as `make diff` refuses it, and nothing is written."""
    workspace.raise_bound()
    before = workspace.files()
    code, errors = workspace.release("3.0.0")

    assert code == 2
    assert "info.version is 1.4.2, but what changed since 1.4.2 takes 1.5.0" in errors
    assert workspace.files() == before


def test_a_version_that_was_released(workspace: Workspace) -> None:
    """A version that is tagged on another commit is refused."""
    for command in ("init -q", "commit -q --allow-empty -m one", "tag v3.0.0"):
        git(workspace, command)
    assert workspace.release("3.0.0") == (0, "")
    git(workspace, "commit -q --allow-empty -m two")

    expected = "VERSION 3.0.0 was released: there is a tag v3.0.0; take a higher one\n"
    assert workspace.release("3.0.0") == (2, expected)


def git(workspace: Workspace, command: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=N", "-c", "user.email=n@example.com", *command.split()],
        cwd=workspace.folder,
        check=True,
    )


def test_nothing_new() -> None:
    """A release without a note and without a change of the contract is refused."""
    text = (
        "# Changelog\n\n## Unreleased\n\n## 1.0.0\n\n- All.\n\n### Contract 1.0.0\n\nThe first.\n"
    )

    assert contract_version_before(text, "1.1.0") == "1.0.0"
    with pytest.raises(ValueError, match=r"nothing is new; note what is below"):
        release_changelog(text, "1.1.0", "1.0.0", ())
