"""A tree that was generated once, and copies of it to spoil."""

import shutil
from pathlib import Path

import pytest

from .generating import SPEC, generator


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contract's package; nobody changes it."""
    out = tmp_path_factory.mktemp("generated") / "flinkjobs"
    done = generator("generate", "--spec", SPEC, "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    return out


@pytest.fixture(scope="session")
def mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where mypy keeps what it knows of the standard library and of dependencies."""
    return tmp_path_factory.mktemp("mypy")


@pytest.fixture
def spoilable(generated: Path, tmp_path: Path) -> Path:
    """A copy of the contract's package."""
    return Path(shutil.copytree(generated, tmp_path / "flinkjobs"))
