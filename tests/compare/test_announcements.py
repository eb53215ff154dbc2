"""The announcements that a contract lacks, by its version and its `x-changes`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.compare import Change
from generator.compare.gate import unannounced
from generator.compare.history import Version, version_of
from generator.openapi.source import load

CALLERS, SERVERS = Change("a", "b", True, False), Change("a", "b", False, True)
NOBODY = Change("a", "b", False, False)


def version(folder: Path, name: str, entries: Any) -> Version:
    """Return a contract of a version, with this as its `x-changes`."""
    path = folder / f"{name}.yaml"
    document = {"openapi": "3.1.0", "info": {"version": name}, "x-changes": entries}
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    return version_of(load(path))


@pytest.mark.parametrize(
    ("now", "entries", "changes", "expected"),
    [
        ("1.4.2", None, (), []),
        ("1.4.2", None, (NOBODY,), []),
        ("1.9.0", None, (CALLERS,), [3]),
        ("2.0.0", None, (CALLERS,), [4]),
        ("2.0.0", [], (CALLERS,), [4]),
        ("2.0.0", {"version": "2.0.0"}, (CALLERS,), [4]),
        ("2.0.0", ["2.0.0", {"version": "1.0.0"}, {"summary": "2.0.0"}], (CALLERS,), [4]),
        ("2.0.0", [{"version": "2.0.0"}], (CALLERS,), []),
        ("2.0.0", [{"version": "3.0.0"}, "a", {"version": "2.0.0"}], (CALLERS, SERVERS), []),
        ("1.5.0", [{"version": "1.5.0"}], (NOBODY, SERVERS), []),
        ("1.5.0", None, (SERVERS,), [4]),
        ("1.5.0", None, (NOBODY,), []),
    ],
)
def test_lines_of_what_is_missing(
    tmp_path: Path, now: str, entries: Any, changes: tuple[Change, ...], expected: list[int]
) -> None:
    """It is reported at the version when that is too low, else at the entries."""
    last = version(tmp_path, "1.4.2", None)
    missing = unannounced(last, version(tmp_path, now, entries), changes)

    assert [diagnostic.line for diagnostic in missing] == expected


def test_the_words_of_both(tmp_path: Path) -> None:
    """Each says what is wrong and what to do."""
    last = version(tmp_path, "1.4.2", None)
    [low] = unannounced(last, version(tmp_path, "1.4.3", None), (SERVERS,))
    [silent] = unannounced(last, version(tmp_path, "1.5.0", None), (SERVERS,))

    assert (low.message, low.remedy) == (
        "info.version is 1.4.3, but what changed since 1.4.2 takes 1.5.0",
        "raise it, and say what changed under x-changes",
    )
    assert (silent.message, silent.remedy) == (
        "x-changes has no entry for version 1.5.0, which breaks what used 1.4.2",
        "say there what changed and what to do",
    )
