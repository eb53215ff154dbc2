"""Faults of a wheel that `make package` refuses, each with its message."""

import zipfile
from pathlib import Path

import pytest

from generator import __version__

from .wheels import LICENCE, faults

INFO = f"flinkjobs-{__version__}.dist-info"
METADATA = "License-Expression: Apache-2.0\nRequires-Dist: msgspec>=0.21\n"
CORRECT = {
    "flinkjobs/__init__.py": "",
    "flinkjobs/py.typed": "",
    f"{INFO}/METADATA": METADATA,
    f"{INFO}/licenses/LICENSE": LICENCE,
}


def wheel(folder: Path, files: dict[str, str]) -> Path:
    path = folder / f"flinkjobs-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_a_correct_wheel(tmp_path: Path) -> None:
    """A correct wheel has no faults."""
    assert list(faults(wheel(tmp_path, CORRECT))) == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (f"{INFO}/licenses/LICENSE", "Mine.", "it does not carry LICENSE as it stands here"),
        (f"{INFO}/licenses/LICENSE", None, "it does not carry LICENSE as it stands here"),
        (f"{INFO}/METADATA", None, f"it is not of release {__version__}"),
        ("flinkjobs/py.typed", None, "it does not say that it is typed, by py.typed"),
        ("tests/test_it.py", "", "tests/test_it.py is no part of the package"),
        (f"{INFO}/METADATA", "Name: x\n", "its licence is stated as None, not Apache-2.0"),
        (
            f"{INFO}/METADATA",
            f"{METADATA}Requires-Dist: flinkrest==0.0.1\n",
            "it needs flinkrest==0.0.1, not the one of its own release",
        ),
        (
            f"{INFO}/METADATA",
            f"{METADATA}\nSee the [guide](../docs/guide/first-listing.md).\n",
            "its README links to ../docs/guide/first-listing.md, which a package index does not have",
        ),
    ],
)
def test_a_faulty_wheel(tmp_path: Path, name: str, text: str | None, expected: str) -> None:
    """Missing and foreign files, and those of another release, are named."""
    files = {**CORRECT, name: text}
    built = wheel(tmp_path, {name: text for name, text in files.items() if text is not None})

    assert list(faults(built)) == [expected]
