"""The jar in the target's package is the one that its sources make."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from ..releases import RELEASES, jars_of
from ..runner_jar import ENTRY_CLASS, JAR, build_runner, missing_compiler


@pytest.fixture(autouse=True)
def compiler() -> None:
    """A compiler of the version that built the jar; only CI must have it."""
    if reason := missing_compiler():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.mark.parametrize("release", RELEASES)
def test_rebuilt_jar_has_the_same_bytes(release: str, tmp_path: Path) -> None:
    """Compiled against any release, the jar equals the one that is shipped."""
    rebuilt = tmp_path / "sql-runner.jar"

    build_runner(jars_of(RELEASES[release]), rebuilt)

    assert rebuilt.read_bytes() == JAR.read_bytes(), "make flink-runner builds it anew"


def test_order_and_time_do_not_matter(tmp_path: Path) -> None:
    """Entries are sorted, and have a constant time."""
    with zipfile.ZipFile(JAR) as jar:
        entries = jar.infolist()

    names = [entry.filename for entry in entries]
    assert names[1:] == sorted(names[1:])
    assert names[0] == "META-INF/MANIFEST.MF"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_classes_run_on_java_11() -> None:
    """The version of the class files is 55, Java 11's."""
    command = ["javap", "-verbose", "-cp", str(JAR), ENTRY_CLASS]

    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "major version: 55" in listing
