"""Inputs of workflows: their schemas, their place in programs, and what callers pass for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..diagnostics import quote
from ..ir.workflows import WorkflowInput
from ..naming import python_name
from ..openapi.pointer import JsonObject, PointerParts, parse_pointer
from ..runtime.workflows.program import Derived, Input
from .contract_types import ContractTypes, Schema
from .document import Arazzo
from .frame import Frame
from .type_checks import annotation_of

if TYPE_CHECKING:
    from .steps import StepCompiler

__all__ = ["input_schemas", "program_inputs", "workflow_inputs"]


def input_schemas(
    arazzo: Arazzo, types: ContractTypes, pointer: PointerParts, stated: JsonObject
) -> Mapping[str, Schema]:
    """Return the schema of each input; that of a reference is the contract's."""
    properties = stated.get("inputs", {}).get("properties", {})
    return {
        name: _schema(arazzo, types, (*pointer, "inputs", "properties", name), schema)
        for name, schema in properties.items()
    }


def _schema(arazzo: Arazzo, types: ContractTypes, at: PointerParts, schema: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    name = types.named(reference)
    if name is None:
        message = f"the contract has no schema {quote(reference.rpartition('/')[2])}"
        arazzo.fault((*at, "$ref"), message, "refer to a named schema of the contract")
        return schema
    return {
        **types.component(name),
        **{k: v for k, v in schema.items() if k != "$ref"},
        "x-model": name,
    }


def program_inputs(compiler: StepCompiler, frame: Frame) -> tuple[Input, ...]:
    """Return the inputs of a program: those that follow from others come after these."""
    inputs = list(_program_inputs(compiler, frame))
    return tuple(sorted(inputs, key=lambda each: each.derived is not None))


def _program_inputs(compiler: StepCompiler, frame: Frame) -> Iterator[Input]:
    required = frame.stated.get("inputs", {}).get("required", ())
    for name, schema in frame.inputs.items():
        is_bound = schema.get("x-bound") == "client"
        yield Input(
            name=name,
            argument=python_name(name),
            required=name in required and not is_bound,
            default=schema.get("default"),
            derived=_derived(compiler, frame, name, schema),
        )


def _derived(compiler: StepCompiler, frame: Frame, name: str, schema: Schema) -> Derived | None:
    at = (*frame.pointer, "inputs", "properties", name)
    if "x-remembered" in schema:
        typed = compiler.typed(frame, (*at, "x-remembered"), schema["x-remembered"], None)
        return Derived("remembered", remembers=typed.value)
    stated: Any = schema.get("x-derived")
    if stated is None:
        return None
    if "run" in stated:
        is_id = stated["run"] == "id"
        return Derived("run") if is_id else Derived("number", number=stated["run"])
    if stated["input"] not in frame.inputs:
        message = f"there is no input {quote(stated['input'])}"
        compiler.arazzo.fault((*at, "x-derived", "input"), message, "name another one", frame.name)
        return None
    pointer = parse_pointer(stated["pointer"])
    compiler.member(frame, (*at, "x-derived", "pointer"), frame.inputs[stated["input"]], pointer)
    return Derived("input", input=stated["input"], pointer=pointer)


def workflow_inputs(types: ContractTypes, frame: Frame) -> tuple[WorkflowInput, ...]:
    """Return what a caller passes: neither ids of the run, nor what it remembers."""
    required = frame.stated.get("inputs", {}).get("required", ())
    inputs = [
        _workflow_input(types, name, schema, name in required)
        for name, schema in frame.inputs.items()
        if "run" not in schema.get("x-derived", {}) and "x-remembered" not in schema
    ]
    return tuple(sorted(inputs, key=lambda each: (each.is_client_scoped, not each.required)))


def _workflow_input(
    types: ContractTypes, name: str, schema: Schema, required: bool
) -> WorkflowInput:
    is_bound = schema.get("x-bound") == "client"
    is_optional = is_bound or "x-derived" in schema or "default" in schema or not required
    kinds, model = types.types(schema), str(schema.get("x-model", ""))
    scalar = next(iter(kinds)) if len(kinds) == 1 else ""
    annotation = annotation_of(kinds)
    if scalar == "object":
        annotation = "Mapping[str, Any]"
    found = next((each.type for each in types.api.schemas if model == each.name), None)
    if found is not None:
        annotation = f"models.{found.name} | {annotation}"
    return WorkflowInput(
        name=python_name(name),
        wire_name=name,
        annotation=annotation,
        description=" ".join(str(schema.get("description", "")).split()),
        required=not is_optional,
        scalar="" if scalar in ("object", "array", "null") else scalar,
        is_client_scoped=is_bound,
        model=model,
    )
