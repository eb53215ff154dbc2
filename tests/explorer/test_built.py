"""The built page matches its sources."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from flinkjobs_target.explorer import assets
from generator.translations.catalogue import EXPLORER, read_translations

SOURCES = Path(__file__).parents[2] / "target" / "explorer"
PAGE = Path(assets.__file__).parent / "page"


def sources_hash() -> str:
    """Return the hash of the sources, as the build computes it."""
    inputs = [SOURCES / name for name in ("build.mjs", "package.json", "package-lock.json")]
    for folder in ("locale", "src"):
        inside = [path for path in (SOURCES / folder).rglob("*") if path.is_file()]
        inputs += sorted(inside, key=lambda path: path.relative_to(SOURCES).as_posix())
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@pytest.mark.parametrize("name", ["explorer.js", "signing.js"])
def test_the_page_was_built_after_the_last_change(name: str) -> None:
    """Each script contains the hash of the sources."""
    (stated,) = re.findall(r"sources ([0-9a-f]{64})", (PAGE / name).read_text("utf-8"))

    assert sources_hash() == stated


def test_the_translations_are_those_of_the_catalogue() -> None:
    """All that are usable; the page shows the English text of any other."""
    built = json.loads((PAGE / "zh.json").read_text("utf-8"))

    assert built == read_translations(EXPLORER)


def test_the_sample_is_the_example_of_the_specification() -> None:
    """Byte for byte."""
    example = SOURCES.parents[1] / "spec" / "examples" / "list-jobs.json"

    assert (PAGE / "example.json").read_bytes() == example.read_bytes()


def test_a_build_gives_the_same_bytes() -> None:
    """And the types check."""
    npm = shutil.which("npm")
    if npm is None or not (SOURCES / "node_modules").is_dir():
        missing = "npm has not installed what the build needs; make explorer does"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    done = subprocess.run(
        [npm, "run", "--silent", "check"],
        cwd=SOURCES,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_lock_names_no_registry() -> None:
    """Packages come from the configured registry, and are checked by their hashes."""
    lock = (SOURCES / "package-lock.json").read_text("utf-8")

    assert "resolved" not in lock
    assert "registry" not in lock
    assert lock.count('"integrity"') > 10
