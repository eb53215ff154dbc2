"""What `make package` refuses about a wheel, each with the words that a maintainer reads."""

import zipfile
from pathlib import Path

import pytest

from generator import __version__

from .wheels import LICENCE, wrongs

ABOUT = f"flinkjobs-{__version__}.dist-info"
METADATA = "License-Expression: Apache-2.0\nRequires-Dist: msgspec>=0.21\n"
RIGHT = {
    "flinkjobs/__init__.py": "",
    "flinkjobs/py.typed": "",
    f"{ABOUT}/METADATA": METADATA,
    f"{ABOUT}/licenses/LICENSE": LICENCE,
}


def wheel(folder: Path, files: dict[str, str]) -> Path:
    path = folder / f"flinkjobs-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_a_wheel_as_it_should_be(tmp_path: Path) -> None:
    """Nothing is said of it."""
    assert [] == list(wrongs(wheel(tmp_path, RIGHT)))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (f"{ABOUT}/licenses/LICENSE", "Mine.", "it does not carry LICENSE as it stands here"),
        (f"{ABOUT}/licenses/LICENSE", None, "it does not carry LICENSE as it stands here"),
        (f"{ABOUT}/METADATA", None, f"it is not of release {__version__}"),
        ("flinkjobs/py.typed", None, "it does not say that it is typed, by py.typed"),
        ("tests/test_it.py", "", "tests/test_it.py is no part of the package"),
        (f"{ABOUT}/METADATA", "Name: x\n", "its licence is stated as None, not Apache-2.0"),
        (
            f"{ABOUT}/METADATA",
            f"{METADATA}Requires-Dist: flinkrest==0.0.1\n",
            "it needs flinkrest==0.0.1, not the one of its own release",
        ),
        (
            f"{ABOUT}/METADATA",
            f"{METADATA}\nSee the [guide](../docs/guide/first-listing.md).\n",
            "its README links to ../docs/guide/first-listing.md, which a package index does not have",
        ),
    ],
)
def test_a_wheel_that_is_wrong(tmp_path: Path, name: str, text: str | None, expected: str) -> None:
    """What is missing, foreign or of another release is named."""
    files = {**RIGHT, name: text}
    built = wheel(tmp_path, {name: text for name, text in files.items() if text is not None})

    assert [expected] == list(wrongs(built))
