"""Behaviour of the two code generators that we rely on: an upgrade that changes it fails here."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.adapters.datamodel_code_generator import emit_models
from generator.adapters.openapi_python_client import parse
from generator.diagnostics import SpecificationError
from generator.normalise import (
    NamedOperation,
    NamingDocument,
    model_schemas,
    naming_document,
    normalise,
)
from generator.openapi.source import Source, load

PETS = Path(__file__).parent / "other" / "pets.yaml"


@pytest.fixture
def source() -> Source:
    return load(PETS)


@pytest.fixture
def stub(source: Source) -> NamingDocument:
    """The document that openapi-python-client reads."""
    return naming_document(normalise(source).specification)


def models(folder: Path, **schemas: Any) -> dict[str, str]:
    """Return the modules of the models of some schemas."""
    info = {"title": "T", "version": "1"}
    document = {"openapi": "3.1.0", "info": info, "components": {"schemas": schemas}}
    (folder / "spec.json").write_text(json.dumps(document), "utf-8")
    specification = normalise(load(folder / "spec.json")).specification
    return emit_models(
        model_schemas(specification), base="base.Model", bases={"a.Job": "base.Base"}
    )


def test_client_names_operations(source: Source, stub: NamingDocument) -> None:
    """openapi-python-client names each operation, its tag and its parameters in Python's way."""
    project = parse(source, stub.document, "pets")

    names = {
        ("petId", "path"): "pet_id",
        ("X-Trace", "header"): "x_trace",
        ("minWeight", "query"): "min_weight",
    }
    expected = {("/pets/{petId}", "get"): NamedOperation("pets", "show_pet_by_id", names)}
    assert stub.restore(project.operations()) == expected


def test_client_renders_our_templates(source: Source, stub: NamingDocument) -> None:
    """openapi-python-client renders a template of ours with its own environment, and writes nothing."""
    project = parse(source, stub.document, "pets")
    project.env.globals["client_doc"] = str

    assert "errors.py.jinja" in project.env.list_templates()
    assert not Path("pets").exists()


def test_client_names_what_it_would_drop(source: Source, stub: NamingDocument) -> None:
    """A part that openapi-python-client would leave out with a warning is an error here."""
    broken = json.loads(json.dumps(stub.document).replace('"type": "string"', '"type": "nothing"'))

    with pytest.raises(SpecificationError, match="cannot be emitted: "):
        parse(source, broken, "pets")


def test_models_are_structs(tmp_path: Path) -> None:
    """datamodel-code-generator writes a class on our base, snake case, absent as None, documented."""
    job = {
        "type": "object",
        "description": "A job.",
        "properties": {"endTime": {"type": "integer", "description": "When it ended."}},
    }
    text = models(tmp_path, **{"a.Job": job, "b.Other": job})

    assert set(text) == {"__init__.py", "a.py", "b.py"}
    assert "class Job(Base, kw_only=True):" in text["a.py"]
    assert "class Other(Model, kw_only=True):" in text["b.py"]
    assert 'end_time: int | None = None\n    """When it ended."""' in text["a.py"]
    assert '"""A job."""' in text["a.py"]


def test_models_refer_across_topics(tmp_path: Path) -> None:
    """A model of one topic refers to one of another by its module."""
    other = {"type": "object", "properties": {"x": {"type": "string"}}}
    owner = {
        "type": "object",
        "properties": {
            "one": {"$ref": "#/components/schemas/b.Other"},
            "all": {"type": "array", "items": {"$ref": "#/components/schemas/b.Other"}},
        },
    }
    text = models(tmp_path, **{"a.Job": owner, "b.Other": other})["a.py"]

    assert "from . import b" in text
    assert "one: b.Other | None = None" in text
    assert "all: list[b.Other] | None = None" in text


def test_models_keep_enumerations_open(tmp_path: Path) -> None:
    """A choice of known values or any string is written as a Literal beside str."""
    state = {"anyOf": [{"type": "string", "enum": ["UP", "DOWN"]}, {"type": "string"}]}
    text = models(tmp_path, **{"a.Job": {"type": "object", "properties": {"state": state}}})["a.py"]

    assert "state: Literal['UP', 'DOWN'] | str | None = None" in text.replace('"', "'")


def test_models_without_topics(tmp_path: Path) -> None:
    """Schemas without a topic are written into one module."""
    text = models(tmp_path, Pet={"type": "object", "properties": {"class": {"type": "string"}}})

    assert list(text) == ["__init__.py"]
    assert "class_: str | None = None" in text["__init__.py"]


def test_models_are_the_same_each_time(tmp_path: Path) -> None:
    """The same schemas give the same text."""
    job = {"type": "object", "properties": {name: {"type": "string"} for name in "zyx"}}

    assert models(tmp_path, **{"a.Job": job}) == models(tmp_path, **{"a.Job": job})
