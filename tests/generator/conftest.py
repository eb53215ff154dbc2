"""A tree that was generated once, and copies of it to spoil."""

import shutil
from pathlib import Path

import pytest

from .generating import ROOT, SPEC, generator


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contract's package; nobody changes it."""
    out = tmp_path_factory.mktemp("generated") / "flinkjobs"
    done = generator("generate", "--spec", SPEC, "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    return out


@pytest.fixture(scope="session")
def mypy_cache() -> Path:
    """A folder that all workers and runs share: what mypy knows of libraries stays the same."""
    return ROOT / ".mypy_cache" / "generated"


@pytest.fixture
def spoilable(generated: Path, tmp_path: Path) -> Path:
    """A copy of the contract's package."""
    return Path(shutil.copytree(generated, tmp_path / "flinkjobs"))
