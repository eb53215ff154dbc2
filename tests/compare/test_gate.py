"""`diff` prints the changes since the last recorded version, and refuses an unannounced break."""

import re
from pathlib import Path

import pytest

from generator.compare import Change
from generator.compare.gate import needed
from generator.compare.history import read_version
from generator.release.contract import recorded_text

from ..generator.generating import SPEC, copy_of_spec, generator

# Edits of the contract: one breaks callers, one only servers, one nobody.
LOWERED = ("maximum: 100, default: 10", "maximum: 50, default: 10")
RAISED = ("maximum: 100, default: 10", "maximum: 200, default: 10")
REWORDED = ("description: Id of the workspace.", "description: Id of a place.")
ANNOUNCEMENT = (
    "\nx-changes:\n  - version: {}\n    summary: Pages are smaller; ask for no more than 50.\n"
)


class RecordedContract:
    """A contract of version 1.4.2, recorded, and the one that is worked on."""

    def __init__(self, folder: Path) -> None:
        self.work = copy_of_spec(folder)
        self.text = re.sub(r"\n  version: .*", "\n  version: 1.4.2", SPEC.read_text("utf-8"))
        self.recorded = folder / "history" / "openapi" / "1.4.2.yaml"
        self.recorded.parent.mkdir(parents=True)
        self.work.write_text(self.text, "utf-8")
        self.recorded.write_text(recorded_text(read_version(self.work)), "utf-8")

    def edit(
        self, edit: tuple[str, str], version: str = "1.4.2", *, announced: bool = False
    ) -> None:
        """Make an edit under a version, with or without an announcement of it."""
        assert self.text.count(edit[0]) == 1
        text = self.text.replace(*edit).replace("version: 1.4.2", f"version: {version}")
        entries = ANNOUNCEMENT.format(version).removesuffix("\n") if announced else "\nx-changes:"
        self.work.write_text(text.replace("\nx-changes:", entries, 1), "utf-8")

    def diff(self) -> tuple[int, str, str]:
        """Compare the two."""
        done = generator("diff", "--spec", self.work)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def contract(tmp_path: Path) -> RecordedContract:
    return RecordedContract(tmp_path)


def test_nothing_changed(contract: RecordedContract) -> None:
    """Other texts are no change."""
    contract.edit(REWORDED)

    assert contract.diff() == (0, f"{contract.work} says what version 1.4.2 says\n", "")


def test_a_break_that_is_not_announced(contract: RecordedContract) -> None:
    """It is output, and refused with the version that it takes."""
    contract.edit(LOWERED)
    code, output, errors = contract.diff()

    change = "maximum lowered from 100 to 50 (breaks callers and servers)"
    assert code == 1
    assert output == f"ListJobs, parameter pageSize (query): {change}\n"
    assert errors.endswith(
        "openapi.yaml:6: info.version is 1.4.2, but what changed since 1.4.2 takes 2.0.0; "
        "raise it, and say what changed under x-changes\n"
    )


@pytest.mark.parametrize("version", ["1.4.3", "1.5.0"])
def test_a_version_that_is_too_low(contract: RecordedContract, version: str) -> None:
    """A break for callers takes the breaking part of the version, announced or not."""
    contract.edit(LOWERED, version, announced=True)

    assert contract.diff()[0] == 1


def test_a_version_alone_is_no_announcement(contract: RecordedContract) -> None:
    """The version must be explained as well."""
    contract.edit(LOWERED, "2.0.0")
    code, _, errors = contract.diff()

    assert code == 1
    assert "x-changes has no entry for version 2.0.0, which breaks what used 1.4.2" in errors


def test_an_announced_break(contract: RecordedContract) -> None:
    """A break with its version and its words passes."""
    contract.edit(LOWERED, "2.0.0", announced=True)
    code, output, errors = contract.diff()

    assert (code, errors) == (0, "")
    assert "breaks callers and servers" in output


def test_a_break_for_servers_alone(contract: RecordedContract) -> None:
    """It takes the part of the version below the breaking one."""
    contract.edit(RAISED, "1.4.3", announced=True)
    assert "takes 1.5.0" in contract.diff()[2]

    contract.edit(RAISED, "1.5.0", announced=True)
    assert contract.diff()[0] == 0


def test_nothing_recorded(tmp_path: Path) -> None:
    """Without a recorded version there is nothing to compare with, and it says so."""
    spec = copy_of_spec(tmp_path)
    done = generator("diff", "--spec", spec)

    errors = f"generator: {tmp_path / 'history' / 'openapi'} holds no version to compare with; copy one there\n"
    assert (2, "", errors) == (done.returncode, done.stdout, done.stderr)


def test_a_file_of_another_name(contract: RecordedContract) -> None:
    """A recorded version lies under its own number."""
    contract.recorded.rename(contract.recorded.with_name("1.4.3.yaml"))
    contract.edit(REWORDED)
    code, _, errors = contract.diff()

    assert code == 2
    assert "the file is called 1.4.3.yaml; give the file and info.version the same" in errors


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
    assert needed(last, changes) == expected
