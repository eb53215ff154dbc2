"""`diff` says what changed since the last recorded version, and refuses a break that is not announced."""

import re
from pathlib import Path

import pytest

from generator.compare import Change
from generator.compare.gate import needed

from ..generator.generating import SPEC, generator

# Edits of the contract: one breaks callers, one only servers, one nobody.
LOWERED = ("maximum: 100, default: 10", "maximum: 50, default: 10")
RAISED = ("maximum: 100, default: 10", "maximum: 200, default: 10")
REWORDED = ("description: Id of the workspace.", "description: Id of a place.")
SAID = "\nx-changes:\n  - version: {}\n    summary: Pages are smaller; ask for no more than 50.\n"


class History:
    """A contract of version 1.4.2, recorded, and the one that is worked on."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "openapi.yaml"
        self.text = re.sub(r"\n  version: .*", "\n  version: 1.4.2", SPEC.read_text("utf-8"))
        self.recorded = folder / "history" / "openapi" / "1.4.2.yaml"
        self.recorded.parent.mkdir(parents=True)
        self.recorded.write_text(self.text, "utf-8")

    def edit(
        self, edit: tuple[str, str], version: str = "1.4.2", *, announced: bool = False
    ) -> None:
        """Make an edit under a version, with or without an announcement of it."""
        assert 1 == self.text.count(edit[0])
        text = self.text.replace(*edit).replace("version: 1.4.2", f"version: {version}")
        entries = SAID.format(version).removesuffix("\n") if announced else "\nx-changes:"
        self.work.write_text(text.replace("\nx-changes:", entries, 1), "utf-8")

    def diff(self) -> tuple[int, str, str]:
        """Compare the two."""
        done = generator("diff", "--spec", self.work)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


def test_nothing_changed(history: History) -> None:
    """Other words for people are no change."""
    history.edit(REWORDED)

    assert (0, f"{history.work} says what version 1.4.2 says\n", "") == history.diff()


def test_a_break_that_is_not_announced(history: History) -> None:
    """It is shown, and refused with the version that it takes."""
    history.edit(LOWERED)
    code, shown, said = history.diff()

    change = "maximum lowered from 100 to 50 (breaks callers and servers)"
    assert 1 == code
    assert f"ListJobs, parameter pageSize (query): {change}\n" == shown
    assert said.endswith(
        "openapi.yaml:6: info.version is 1.4.2, but what changed since 1.4.2 takes 2.0.0; "
        "raise it, and say what changed under x-changes\n"
    )


@pytest.mark.parametrize("version", ["1.4.3", "1.5.0"])
def test_a_version_that_is_too_low(history: History, version: str) -> None:
    """A break for callers takes the breaking part of the version, announced or not."""
    history.edit(LOWERED, version, announced=True)

    assert 1 == history.diff()[0]


def test_a_version_alone_is_no_announcement(history: History) -> None:
    """The version must be explained as well."""
    history.edit(LOWERED, "2.0.0")
    code, _, said = history.diff()

    assert 1 == code
    assert "x-changes has no entry for version 2.0.0, which breaks what used 1.4.2" in said


def test_an_announced_break(history: History) -> None:
    """A break with its version and its words passes."""
    history.edit(LOWERED, "2.0.0", announced=True)
    code, shown, said = history.diff()

    assert (0, "") == (code, said)
    assert "breaks callers and servers" in shown


def test_a_break_for_servers_alone(history: History) -> None:
    """It takes the part of the version below the breaking one."""
    history.edit(RAISED, "1.4.3", announced=True)
    assert "takes 1.5.0" in history.diff()[2]

    history.edit(RAISED, "1.5.0", announced=True)
    assert 0 == history.diff()[0]


def test_nothing_recorded(tmp_path: Path) -> None:
    """Without a recorded version there is nothing to compare with, and it says so."""
    spec = tmp_path / "openapi.yaml"
    spec.write_text(SPEC.read_text("utf-8"), "utf-8")
    done = generator("diff", "--spec", spec)

    said = f"generator: {tmp_path / 'history' / 'openapi'} holds no version to compare with; copy one there\n"
    assert (2, "", said) == (done.returncode, done.stdout, done.stderr)


def test_a_file_of_another_name(history: History) -> None:
    """A recorded version lies under its own number."""
    history.recorded.rename(history.recorded.with_name("1.4.3.yaml"))
    history.edit(REWORDED)
    code, _, said = history.diff()

    assert 2 == code
    assert "the file is called 1.4.3.yaml; give the file and info.version the same" in said


CALLERS, SERVERS = Change("a", "b", True, False), Change("a", "b", False, True)


@pytest.mark.parametrize(
    ("changes", "last", "expected"),
    [
        ((), (1, 4, 2), (1, 4, 2)),
        ((SERVERS,), (1, 4, 2), (1, 5, 0)),
        ((SERVERS, CALLERS), (1, 4, 2), (2, 0, 0)),
        ((SERVERS,), (0, 4, 2), (0, 4, 3)),
        ((CALLERS,), (0, 4, 2), (0, 5, 0)),
    ],
)
def test_the_version_that_is_needed(
    changes: tuple[Change, ...], last: tuple[int, int, int], expected: tuple[int, int, int]
) -> None:
    """Before 1.0, the second number is the breaking one."""
    assert expected == needed(last, changes)
