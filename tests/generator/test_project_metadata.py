"""Metadata of a package: links and keywords that the document states, and no others."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from trove_classifiers import classifiers

from .generating import ROOT, generator

PROJECTS = [*sorted(ROOT.glob("generated/*/pyproject.toml")), ROOT / "target" / "pyproject.toml"]


def project(file: Path) -> dict[str, Any]:
    """Return the `project` table of a file."""
    table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))["project"]
    return table


@pytest.mark.parametrize("file", PROJECTS, ids=lambda file: file.parent.name)
def test_ours(file: Path) -> None:
    """Our packages have links, keywords, and classifiers that exist."""
    metadata = project(file)

    assert metadata["urls"]
    assert metadata["keywords"]
    assert set(metadata["classifiers"]) - set(classifiers) == set()


def test_a_third_party_document(tmp_path: Path) -> None:
    """Only what the document states is stated; what metadata cannot hold is left out."""
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Pets",
            "version": "1",
            "contact": {"url": "https://pets.example/contact"},
            "termsOfService": "ask us, please",
        },
        "externalDocs": {"url": "javascript:alert(1)"},
        "tags": [{"name": "cats"}, {"name": "a, b"}, {"name": 'say "x"'}],
        "paths": {"/pets": {"get": {"responses": {"200": {"description": "Pets."}}}}},
    }
    spec = tmp_path / "pets.json"
    spec.write_text(json.dumps(document))
    done = generator("generate", "--spec", spec, "--package", "pets", "--out", tmp_path / "pets")
    metadata = project(tmp_path / "pets" / "pyproject.toml")

    assert (done.returncode, metadata["urls"]) == (0, {"Contact": "https://pets.example/contact"})
    assert metadata["keywords"] == ["api client", "openapi", "cats"]
    assert "license" not in metadata
