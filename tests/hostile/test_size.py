"""A large specification ends in good time, within the limits of every hostile one."""

import json
from pathlib import Path
from typing import Any

from ..sizes import OPERATIONS
from .held import generate


def large() -> dict[str, Any]:
    """All its operations, and two models for each."""
    words = {f"field{i}": {"type": "string", "description": "Some words."} for i in range(12)}
    schemas = {
        f"Thing{i}": {
            "type": "object",
            "properties": {**words, "next": {"$ref": f"#/components/schemas/Thing{i // 2}"}},
        }
        for i in range(2 * OPERATIONS)
    }
    paths = {f"/things{i}/{{id}}": {"get": operation(i)} for i in range(OPERATIONS)}
    info = {"title": "Large", "version": "1"}
    return {"openapi": "3.0.3", "info": info, "paths": paths, "components": {"schemas": schemas}}


def operation(number: int) -> dict[str, Any]:
    answer = {"schema": {"$ref": f"#/components/schemas/Thing{number}"}}
    return {
        "operationId": f"getThing{number}",
        "tags": [f"group{number % 40}"],
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        ],
        "responses": {"200": {"description": "It.", "content": {"application/json": answer}}},
    }


def test_many_operations(tmp_path: Path) -> None:
    """They take less than 60 seconds of one processor and 1.5 GiB, 700 of them too; all come out."""
    outcome = generate(json.dumps(large()), tmp_path, "spec.json")

    assert (outcome.status, outcome.touched) == (0, []), outcome.errors
    module = outcome.tree / "src" / "pets" / "operations.py"
    assert module.read_text("utf-8").count("= Operation(") == OPERATIONS
