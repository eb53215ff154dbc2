"""The arguments of a step's call: its parameters, those of its workflow, and its body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..diagnostics import quote
from ..ir import Operation
from ..openapi.pointer import JsonObject, PointerParts
from ..runtime.workflows.program import Value
from .frame import Frame
from .type_checks import misfit, payload_faults

if TYPE_CHECKING:
    from .steps import StepCompiler

__all__ = ["call_arguments"]


def call_arguments(
    compiler: StepCompiler, frame: Frame, at: PointerParts, stated: JsonObject, operation: Operation
) -> Iterator[tuple[str, Value]]:
    """Yield the arguments of a call by their names in Python; what cannot be passed is a fault."""
    passed: dict[str, Value] = {}
    for below, each in _stated_parameters(frame, at, stated):
        name, location = str(each.get("name")), each.get("in")
        schema = compiler.types.parameter(operation.name, name, str(location))
        if schema is None:
            if below[: len(at)] != at:
                continue  # a parameter of all steps that this operation does not have
            message = f"{operation.name} has no {location} parameter {quote(name)}"
            remedy = f"name one of {', '.join(each.wire_name for each in operation.parameters)}"
            compiler.arazzo.fault((*below, "name"), message, remedy, frame.subject)
            continue
        typed = compiler.typed(frame, (*below, "value"), each.get("value"), None)
        if fault := misfit(compiler.types, schema, typed):
            compiler.arazzo.fault((*below, "value"), *fault, frame.subject)
        found = next(
            p for p in operation.parameters if p.wire_name == name and p.location == location
        )
        passed[found.name] = typed.value
    passed |= _body(compiler, frame, at, stated, operation)
    for parameter in operation.parameters:
        if parameter.required and parameter.name not in passed and not parameter.is_client_scoped:
            message = f"{operation.name} needs {quote(parameter.wire_name)}"
            compiler.arazzo.fault(at, message, "pass it", frame.subject)
    yield from passed.items()


def _stated_parameters(
    frame: Frame, at: PointerParts, stated: JsonObject
) -> Iterator[tuple[PointerParts, Any]]:
    """Yield the parameters of all steps of a workflow, then those of the step, which take their place."""
    for i, each in enumerate(frame.stated.get("parameters", ())):
        yield (*frame.pointer, "parameters", str(i)), each
    for i, each in enumerate(stated.get("parameters", ())):
        yield (*at, "parameters", str(i)), each


def _body(
    compiler: StepCompiler, frame: Frame, at: PointerParts, stated: JsonObject, operation: Operation
) -> dict[str, Value]:
    body = stated.get("requestBody")
    if body is None:
        return {}
    below = (*at, "requestBody")
    if "replacements" in body:
        message = "replacements are not supported"
        compiler.arazzo.fault((*below, "replacements"), message, "write the payload", frame.subject)
    schema = compiler.types.body(operation.name)
    parameter = next((each for each in operation.parameters if each.location == "body"), None)
    if schema is None or parameter is None:
        message = f"{operation.name} takes no body"
        compiler.arazzo.fault(below, message, "remove it", frame.subject)
        return {}
    payload, place = body.get("payload"), (*below, "payload")
    typed = compiler.typed(frame, place, payload, None)
    if isinstance(payload, str) and (fault := misfit(compiler.types, schema, typed)):
        compiler.arazzo.fault(place, *fault, frame.subject)
    for inside, message, remedy in payload_faults(compiler.types, schema, payload):
        compiler.arazzo.fault((*place, *inside), message, remedy, frame.subject)
    return {parameter.name: typed.value}
