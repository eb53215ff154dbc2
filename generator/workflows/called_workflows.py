"""Steps that run another workflow: the inputs that they pass to it, and the outputs that they take from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..diagnostics import quote
from ..openapi.pointer import JsonObject, PointerParts
from .contract_types import Schema
from .frame import Frame, Typed
from .type_checks import misfit

if TYPE_CHECKING:
    from .steps import StepCompiler

__all__ = ["passed_inputs", "take_outputs"]


def passed_inputs(
    compiler: StepCompiler,
    frame: Frame,
    at: PointerParts,
    stated: JsonObject,
    schemas: Mapping[str, Schema],
) -> Mapping[str, Typed]:
    """Return what a step passes for each input of the workflow that it runs, of which `schemas` are given."""
    workflow, passed = stated["workflowId"], dict[str, Typed]()
    for i, each in enumerate(stated.get("parameters", ())):
        below = (*at, "parameters", str(i))
        typed = compiler.typed(frame, (*below, "value"), each.get("value"), None)
        schema = schemas.get(each.get("name"))
        if schema is None:
            message = f"{workflow} has no input {quote(str(each.get('name')))}"
            compiler.fault(frame, (*below, "name"), message, f"name one of {', '.join(schemas)}")
            continue
        if fault := misfit(compiler.types, schema, typed):
            compiler.fault(frame, (*below, "value"), *fault)
        passed[each["name"]] = typed
    _, other = compiler.arazzo.workflows[workflow]
    for name in other.get("inputs", {}).get("required", ()):
        if name not in passed:
            message = f"{workflow} needs the input {quote(name)}"
            compiler.fault(frame, at, message, "pass it as a parameter")
    return passed


def take_outputs(
    compiler: StepCompiler, frame: Frame, at: PointerParts, stated: JsonObject, inside: Frame
) -> None:
    """Record the outputs of a workflow under the names that the step has for them."""
    known: JsonObject = inside.stated.get("outputs", {})
    for name, text in stated.get("outputs", {}).items():
        key = str(text).removeprefix("$outputs.")
        if text != f"$outputs.{key}" or key not in known:
            message = f"{quote(str(text))} is no output of the workflow {inside.name}"
            remedy = f"write one of {', '.join(f'$outputs.{each}' for each in known)}"
            compiler.fault(frame, (*at, "outputs", name), message, remedy if known else "remove it")
            continue
        place = (*inside.pointer, "outputs", key)
        frame.outputs[stated["stepId"], name] = compiler.typed(inside, place, known[key], None)
