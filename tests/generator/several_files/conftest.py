"""The specification of three files."""

from pathlib import Path

import pytest

from .specification import PETS, ROOT_FILE, SHARED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A specification of three files."""
    inside = tmp_path / "spec"
    (inside / "paths").mkdir(parents=True)
    (inside / "openapi.yaml").write_text(ROOT_FILE, "utf-8")
    (inside / "paths" / "pets.yaml").write_text(PETS, "utf-8")
    (inside / "shared.yaml").write_text(SHARED, "utf-8")
    return inside
