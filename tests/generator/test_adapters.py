"""What we rely on in the two tools that emit for us: an upgrade that changes it fails here."""

from pathlib import Path
from typing import Any

import pytest

from generator.adapters.datamodel_code_generator import emit_models
from generator.adapters.openapi_python_client import parse
from generator.diagnostics import SpecificationError
from generator.ir import NamedOperation
from generator.normalise import for_models, without_extensions
from generator.openapi.source import Source, load

PETS = Path(__file__).parent / "other" / "pets.yaml"


@pytest.fixture
def source() -> Source:
    return load(PETS)


def document(**schemas: Any) -> dict[str, Any]:
    info = {"title": "T", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


def models(**schemas: Any) -> dict[str, str]:
    return emit_models(
        for_models(document(**schemas)), base="base.Model", bases={"a.Job": "base.Views"}
    )


def test_client_names_operations(source: Source) -> None:
    """openapi-python-client names each operation, its tag and its parameters in Python's way."""
    project = parse(source, without_extensions(source.document), "pets")

    names = {
        ("petId", "path"): "pet_id",
        ("X-Trace", "header"): "x_trace",
        ("minWeight", "query"): "min_weight",
    }
    expected = {("get", "/pets/{petId}"): NamedOperation("pets", "show_pet_by_id", names)}
    assert expected == project.operations()


def test_client_renders_our_templates(source: Source) -> None:
    """openapi-python-client renders a template of ours with its own environment, and writes nothing."""
    project = parse(source, without_extensions(source.document), "pets")
    project.env.globals["client_doc"] = str

    assert "errors.py.jinja" in project.env.list_templates()
    assert not Path("pets").exists()


def test_client_names_what_it_would_drop(tmp_path: Path) -> None:
    """What openapi-python-client would leave out with a warning is an error here."""
    spec = tmp_path / "pets.yaml"
    broken = PETS.read_text("utf-8").replace(
        "in: query, schema: {type: number", "in: query, schema: {type: nothing"
    )
    spec.write_text(broken, "utf-8")
    source = load(spec)

    with pytest.raises(SpecificationError, match="cannot be emitted: "):
        parse(source, without_extensions(source.document), "pets")


def test_models_are_structs() -> None:
    """datamodel-code-generator writes a class on our base, snake case, absent as None, documented."""
    job = {
        "type": "object",
        "description": "A job.",
        "properties": {"endTime": {"type": "integer", "description": "When it ended."}},
    }
    text = models(**{"a.Job": job, "b.Other": job})

    assert {"__init__.py", "a.py", "b.py"} == set(text)
    assert "class Job(Views, kw_only=True):" in text["a.py"]
    assert "class Other(Model, kw_only=True):" in text["b.py"]
    assert 'end_time: int | None = None\n    """When it ended."""' in text["a.py"]
    assert '"""A job."""' in text["a.py"]


def test_models_refer_across_topics() -> None:
    """A model of one topic refers to one of another by its module."""
    other = {"type": "object", "properties": {"x": {"type": "string"}}}
    owner = {
        "type": "object",
        "properties": {
            "one": {"$ref": "#/components/schemas/b.Other"},
            "all": {"type": "array", "items": {"$ref": "#/components/schemas/b.Other"}},
        },
    }
    text = models(**{"a.Job": owner, "b.Other": other})["a.py"]

    assert "from . import b" in text
    assert "one: b.Other | None = None" in text
    assert "all: list[b.Other] | None = None" in text


def test_models_keep_enumerations_open() -> None:
    """A choice of known values or any string is written as a Literal beside str."""
    state = {"anyOf": [{"type": "string", "enum": ["UP", "DOWN"]}, {"type": "string"}]}
    text = models(**{"a.Job": {"type": "object", "properties": {"state": state}}})["a.py"]

    assert "state: Literal['UP', 'DOWN'] | str | None = None" in text.replace('"', "'")


def test_models_without_topics() -> None:
    """Schemas without a topic are written into one module."""
    text = models(Pet={"type": "object", "properties": {"class": {"type": "string"}}})

    assert ["__init__.py"] == list(text)
    assert "class_: str | None = None" in text["__init__.py"]


def test_models_are_the_same_each_time() -> None:
    """The same schemas give the same text."""
    job = {"type": "object", "properties": {name: {"type": "string"} for name in "zyx"}}

    assert models(**{"a.Job": job}) == models(**{"a.Job": job})
