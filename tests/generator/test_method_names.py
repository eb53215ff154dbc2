"""Methods have the names that their operations are called by, without what frameworks add."""

from importlib import import_module
from pathlib import Path

import pytest
import yaml

from generator.naming import method_name

from .loaded import load


@pytest.mark.parametrize(
    ("operation", "resource", "expected"),
    [
        ("listPets", "pets", "list"),
        ("getCategory", "categories", "get"),
        ("get_box", "boxes", "get"),
        ("get_address", "address", "get"),
        ("pets_list", "pets", "list"),
        ("PetsController_findAll", "pets", "find_all"),
        ("issues/list-for-repo", "issues", "list_for_repo"),
        ("issues/add-sub-issue", "issues", "add_sub_issue"),
        ("issues/", "issues", "issues"),
        ("v1.pets.replace", "pets", "replace"),
        ("dogs/delete", "cats", "dogs_delete"),
        ("pets/import", "pets", "import_"),
        ("pets", "pets", "pets"),
    ],
)
def test_one_operation(operation: str, resource: str, expected: str) -> None:
    """The resource is left out, before a separator together with what is before it."""
    assert method_name(operation, resource) == expected


@pytest.mark.parametrize("verb", ["get", "read", "fetch", "retrieve", "find"])
def test_a_listing_and_its_items(verb: str) -> None:
    """A method that reads a list is `list`, beside one that reads an item."""
    assert method_name(f"{verb}_pets", "pets", is_listing=True) == "list"
    assert method_name(f"{verb}_pet", "pets", is_listing=False) == verb
    assert method_name(f"{verb}_status", "status", is_listing=True) == verb


def test_operations_of_fastapi(tmp_path: Path) -> None:
    """The path and the method that FastAPI adds to a function's name are left out where it is the only one."""
    item = {"type": "object", "properties": {"a": {"type": "string"}}}
    listed = {"application/json": {"schema": {"type": "array", "items": item}}}
    nothing = {"responses": {"204": {"description": "Done."}}, "tags": ["items"]}
    identifier = {"name": "item_id", "in": "path", "required": True, "schema": {"type": "string"}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://items.example"}],
        "paths": {
            "/items/": {
                "get": {
                    "operationId": "read_items_items__get",
                    "tags": ["items"],
                    "responses": {"200": {"description": "Items.", "content": listed}},
                },
                "post": {**nothing, "operationId": "save_items__post"},
            },
            "/items/{item_id}": {
                "parameters": [identifier],
                "get": {**nothing, "operationId": "read_item_items__item_id__get"},
                "put": {**nothing, "operationId": "save_items__item_id__put"},
            },
        },
    }
    spec = tmp_path / "spec.yaml"
    spec.write_text(yaml.safe_dump(document), "utf-8")
    load(spec, "fast_items", tmp_path)
    operations = import_module("fast_items.operations")
    resource = import_module("fast_items._sync.items").ItemsOperations

    methods = {name for name in vars(resource) if not name.startswith("_")}
    assert methods == {
        "with_raw_response",
        "list",
        "read",
        "save_items_post",
        "save_items_item_id_put",
    }
    assert operations.READ_ITEMS.name == "read_items_items__get"
