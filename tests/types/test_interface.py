"""The public interface is recorded: every change shows, and a break is announced in the changelog."""

import shutil
from pathlib import Path

import pytest

from .listing import breaks, listing, modules
from .recorded import RECORDED, record, recorded

CODE = """\
class Client:
    def __init__(self, *, retries: int = 2) -> None: ...
    def list(self, *, deployment_id: str, page_size: int = 100) -> Page: ...
    name: str | None = None
"""


@pytest.mark.parametrize("module", modules())
def test_the_public_interface_is_the_recorded_one(module: str) -> None:
    """Every public name, signature, annotation and default is as it is written down."""
    before, after = recorded(module), listing(module)

    assert after == before, (
        f"`make interface` records it; it breaks: {breaks(module, before, after)}"
    )


def test_nothing_else_is_recorded() -> None:
    """No removed module is recorded."""
    assert {path.stem for path in RECORDED.glob("*.txt")} == set(modules())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("retries: int = 2", "retries: int = 3", ("Client", "default was changed: 2 -> 3")),
        (", page_size: int = 100", "", ("Client.list", "Parameter was removed")),
        ("page_size: int = 100", "page_size: int", ("Client.list", "Parameter is now required")),
        ("page_size: int = 100", "page_size: int = 100, state: str", ("Client.list", "required")),
        ("def list", "def all", ("Client.list", "Public object was removed")),
        ("    name: str | None = None\n", "", ("Client.name", "Public object was removed")),
    ],
)
def test_a_break(before: str, after: str, expected: tuple[str, str]) -> None:
    """Each breaking change is named, with griffe's description."""
    assert CODE.count(before) == 1
    ((subject, words),) = breaks("flinkjobs", CODE, CODE.replace(before, after))

    assert expected[0] == subject
    assert expected[1] in words


def test_an_addition_breaks_nobody() -> None:
    """An optional parameter may be added."""
    more = CODE.replace("retries: int = 2", "retries: int = 2, timeout: float = 30")

    assert breaks("flinkjobs", CODE, more) == []


@pytest.mark.parametrize(
    ("changelog", "expected"),
    [
        ("# Changelog\n\n## 2\n\n- `Jobs.gone` is gone.\n\n## 1\n", 0),
        ("# Changelog\n\n## 2\n\n- News.\n\n## 1\n\n- `Jobs.gone` is new.\n", 1),
    ],
)
def test_a_break_is_recorded_once_it_is_announced(
    tmp_path: Path, changelog: str, expected: int
) -> None:
    """The newest section of the changelog names each break, or nothing is recorded."""
    folder = tmp_path / "interface"
    shutil.copytree(RECORDED, folder)
    path = folder / "flinkjobs._sync.jobs.txt"
    path.write_text(f"{path.read_text('utf-8')}\n    def gone(self) -> None: ...\n", "utf-8")
    changelog_file = tmp_path / "changelog.md"
    changelog_file.write_text(changelog, "utf-8")

    missing = record(folder, changelog_file)
    assert len(missing) == expected
    assert ("def gone" in path.read_text("utf-8")) == bool(expected)
