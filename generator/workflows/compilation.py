"""Compilation of workflows to programs, each name and type of which is checked against the contract.

A step that runs another workflow is replaced by the steps of that one, so that a program is flat.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from ..diagnostics import quote
from ..ir import Api
from ..ir.workflows import Workflow, WorkflowOutput
from ..naming import constant, pascal, python_name, snake
from ..openapi.pointer import JsonObject, PointerParts
from ..runtime.workflows.program import Compensation, Difference, Program, Value
from .contract_types import ContractTypes
from .document import Arazzo
from .frame import Frame
from .inputs import input_schemas, program_inputs, workflow_inputs
from .steps import StepCompiler
from .type_checks import annotation_of

__all__ = ["compile_workflows"]

_UNSUPPORTED: Final = {
    "dependsOn": "call it from a step with workflowId",
    "successActions": "write them as onSuccess of each step",
    "failureActions": "write them as onFailure of each step",
}


def compile_workflows(arazzo: Arazzo, document: JsonObject, api: Api) -> tuple[Workflow, ...]:
    """Return the workflows that people call.

    Raises SpecificationError with everything that the contract does not have, or that is not supported.
    """
    types = ContractTypes(document, api)
    compiler = StepCompiler(arazzo, types)
    resources = {resource.name for resource in api.resources}
    if "workflows" in resources:
        message = "the contract has a resource named workflows"
        arazzo.fault(("workflows",), message, "rename its tag, to have workflows on a client")
    workflows = []
    for name, (pointer, stated) in arazzo.workflows.items():
        for key in _UNSUPPORTED.keys() & stated.keys():
            arazzo.fault((*pointer, key), f"{key} is not supported", _UNSUPPORTED[key], name)
        if snake(name) in resources:
            at = (*pointer, "workflowId")
            arazzo.fault(
                at, "a resource of the contract has this name", "rename the workflow", name
            )
        compiled = _compiled(compiler, name, pointer, stated, resources)
        if stated.get("x-internal") is not True:
            workflows.append(compiled)
    _check_compensations(arazzo)
    arazzo.end()
    return tuple(workflows)


def _compiled(
    compiler: StepCompiler,
    name: str,
    pointer: PointerParts,
    stated: JsonObject,
    resources: Collection[str],
) -> Workflow:
    arazzo, types = compiler.arazzo, compiler.types
    frame = Frame(name, pointer, stated, input_schemas(arazzo, types, pointer, stated))
    steps = tuple(compiler.steps(frame))
    outputs = dict(_outputs(compiler, frame))
    summary = _text(stated, "summary") or name
    exclusive = str(stated.get("x-exclusive", ""))
    if exclusive and exclusive not in frame.inputs:
        at = (*pointer, "x-exclusive")
        arazzo.fault(at, f"there is no input {quote(exclusive)}", "name one of the inputs", name)
    program = Program(
        name=name,
        inputs=program_inputs(compiler, frame),
        steps=steps,
        outputs=tuple((python_name(key), value) for key, (value, _) in outputs.items()),
        exclusive=exclusive,
        difference=_difference(compiler, frame),
        compensation=_compensation(compiler, frame),
    )
    return Workflow(
        method_name=python_name(name),
        class_name=f"{pascal(name)}Result",
        constant=constant(name),
        summary=summary,
        description=_text(stated, "description"),
        inputs=workflow_inputs(types, frame),
        outputs=tuple(
            WorkflowOutput(python_name(key), key, annotation)
            for key, (_, annotation) in outputs.items()
        ),
        program=program,
        resource=_resource(arazzo, frame, resources),
        shows_difference=stated.get("x-command", {}).get("showsDifference") is True,
    )


def _resource(arazzo: Arazzo, frame: Frame, resources: Collection[str]) -> str:
    """Return the resource of which the command is an action; empty where it is one of its own."""
    resource = str(frame.stated.get("x-command", {}).get("resource", ""))
    if resource and resource not in resources:
        at = (*frame.pointer, "x-command", "resource")
        remedy = "name one of its tags"
        arazzo.fault(at, f"the contract has no resource {quote(resource)}", remedy, frame.name)
    return resource


def _text(stated: JsonObject, key: str) -> str:
    return " ".join(str(stated.get(key, "")).split())


def _outputs(compiler: StepCompiler, frame: Frame) -> Iterator[tuple[str, tuple[Value, str]]]:
    for name, text in frame.stated.get("outputs", {}).items():
        typed = compiler.typed(frame, (*frame.pointer, "outputs", name), text, None)
        annotation = annotation_of(compiler.types.types(typed.schema))
        yield name, (typed.value, f"{annotation} | None")


def _difference(compiler: StepCompiler, frame: Frame) -> Difference | None:
    stated = frame.stated.get("x-difference")
    if stated is None:
        return None
    before, after = (
        compiler.typed(frame, (*frame.pointer, "x-difference", key), stated[key], None).value
        for key in ("from", "to")
    )
    return Difference(before, after)


def _compensation(compiler: StepCompiler, frame: Frame) -> Compensation | None:
    stated: Any = frame.stated.get("x-compensation")
    if stated is None:
        return None
    at = (*frame.pointer, "x-compensation")
    values = tuple(
        (
            each["name"],
            compiler.typed(frame, (*at, "parameters", str(i)), each["value"], None).value,
        )
        for i, each in enumerate(stated["parameters"])
    )
    return Compensation(stated["name"], stated["workflowId"], values)


def _check_compensations(arazzo: Arazzo) -> None:
    """Refuse a compensation by a workflow that does not exist, or does not have its inputs."""
    workflows: Mapping[str, tuple[PointerParts, JsonObject]] = arazzo.workflows
    for name, (pointer, stated) in workflows.items():
        compensation = stated.get("x-compensation")
        if compensation is None:
            continue
        at = (*pointer, "x-compensation")
        _, other = workflows.get(compensation["workflowId"], ((), None))
        if other is None or other.get("x-internal") is True:
            arazzo.fault(
                (*at, "workflowId"),
                f"there is no workflow {quote(compensation['workflowId'])} that people call",
                "name one of this document",
                name,
            )
            continue
        known = other.get("inputs", {}).get("properties", {})
        for i, each in enumerate(compensation["parameters"]):
            if each["name"] not in known:
                message = f"{compensation['workflowId']} has no input {quote(each['name'])}"
                arazzo.fault((*at, "parameters", str(i)), message, _one_of(known), name)


def _one_of(names: Mapping[str, Any]) -> str:
    return f"name one of {', '.join(names)}" if names else "remove it"
