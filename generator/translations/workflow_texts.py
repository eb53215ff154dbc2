"""The texts of workflows that are translated: what they do, their inputs, their steps, and how they fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..openapi.pointer import PointerParts
from ..workflows import Arazzo, load_arazzo
from .catalogue import Text

__all__ = ["workflow_texts"]


def workflow_texts(path: Path) -> Iterator[Text]:
    """Yield the texts of an Arazzo document that people see."""
    arazzo = load_arazzo(path)
    for pointer, workflow in arazzo.workflows.values():
        if workflow.get("x-internal") is not True:
            yield from _text(arazzo, pointer, workflow, "summary")
            yield from _text(arazzo, pointer, workflow, "description")
            yield from _inputs(arazzo, (*pointer, "inputs", "properties"), workflow)
        for i, step in enumerate(workflow["steps"]):
            at = (*pointer, "steps", str(i))
            yield from _text(arazzo, at, step, "description")
            for j, action in enumerate(step.get("onFailure", ())):
                below = (*at, "onFailure", str(j), "x-error")
                yield from _text(arazzo, below, action.get("x-error", {}), "message")


def _inputs(arazzo: Arazzo, pointer: PointerParts, workflow: Any) -> Iterator[Text]:
    for name, schema in workflow.get("inputs", {}).get("properties", {}).items():
        is_passed = "run" not in schema.get("x-derived", {}) and "x-remembered" not in schema
        if is_passed and "x-bound" not in schema:
            yield from _text(arazzo, (*pointer, name), schema, "description")


def _text(arazzo: Arazzo, pointer: PointerParts, owner: Any, key: str) -> Iterator[Text]:
    if english := " ".join(str(owner.get(key, "")).split()):
        line = arazzo.file.origin.below((*pointer, key)).location.line
        yield Text(english, arazzo.path, line or 1)
