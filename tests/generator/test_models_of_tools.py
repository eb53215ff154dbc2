"""Every model of a contract is written by datamodel-code-generator, none by a template of ours."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.adapters.datamodel_code_generator import emit_models

SPECIFICATIONS = sorted((Path(__file__).parent / "reserved").glob("*.yaml"))


def classes_with_fields(text: str) -> Iterator[str]:
    """Yield the classes of a module that have fields of their own."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and any(isinstance(o, ast.AnnAssign) for o in node.body):
            yield node.name


@pytest.mark.parametrize("specification", SPECIFICATIONS, ids=lambda path: path.stem)
def test_models(specification: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each class with fields comes from the tool, request models included; but for the clients, and
    the arguments of a call as a server gets them."""
    written: set[str] = set()

    def recording(document: dict[str, Any], *, base: str, bases: Mapping[str, str]) -> Any:
        modules = emit_models(document, base=base, bases=bases)
        written.update(name for text in modules.values() for name in classes_with_fields(text))
        return modules

    monkeypatch.setattr(pipeline, "emit_models", recording)
    root, *_ = pipeline.build(specification, "zzpackage", tmp_path)

    emitted = {
        name
        for path in root.rglob("*.py")
        if "_runtime" not in path.parts
        for name in classes_with_fields(path.read_text("utf-8"))
        if name not in ("Client", "AsyncClient") and not name.endswith("Parameters")
    }
    assert written
    assert emitted == written


def test_parameters_have_no_models_of_their_own(tmp_path: Path) -> None:
    """The arguments of a call hold bodies as models of the tool: a template declares no property."""
    specification = next(path for path in SPECIFICATIONS if path.stem == "signed")
    root, *_ = pipeline.build(specification, "zzpackage", tmp_path)

    text = (root / "src" / "zzpackage" / "server" / "zz.py").read_text("utf-8")
    assert "    body: ZzPutBody\n" in text
