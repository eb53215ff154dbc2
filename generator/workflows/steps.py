"""Steps of workflows, compiled: their calls, criteria and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..diagnostics import quote
from ..openapi.pointer import JsonObject, PointerParts, parse_pointer
from ..runtime.workflows.program import (
    Action,
    Call,
    Comparison,
    Condition,
    Constant,
    Failure,
    Group,
    Step,
    Value,
    Where,
)
from .arguments import call_arguments
from .called_workflows import passed_inputs, take_outputs
from .contract_types import ANY, Schema
from .expressions import (
    Expression,
    ExpressionError,
    parse_condition,
)
from .frame import Frame, Typed
from .inputs import input_schemas
from .resolution import Resolver
from .type_checks import comparison_fault, misfit, schema_of_constant

__all__ = ["StepCompiler"]


class StepCompiler(Resolver):
    """Compiles steps; what is wrong becomes a fault of the document, and compiling goes on."""

    def steps(self, frame: Frame) -> Iterator[Step]:
        """Yield the steps of a workflow, those of other workflows that it runs among them."""
        for i, stated in enumerate(frame.stated["steps"]):
            at = (*frame.pointer, "steps", str(i))
            if "operationPath" in stated:
                self.fault(
                    frame,
                    (*at, "operationPath"),
                    "operationPath is not supported",
                    "write operationId",
                )
            elif "workflowId" in stated:
                yield from self._inlined(frame, at, stated)
            else:
                yield from self._called(frame, at, stated)

    def _called(self, frame: Frame, at: PointerParts, stated: JsonObject) -> Iterator[Step]:
        operation = self.types.operations.get(stated["operationId"])
        if operation is None:
            known = ", ".join(sorted(self.types.operations))
            message = f"the contract has no operation {quote(stated['operationId'])}"
            self.fault(frame, (*at, "operationId"), message, f"name one of {known}")
            return
        response = self.types.response(operation.name)
        criteria = self._criteria(
            frame, (*at, "successCriteria"), stated.get("successCriteria", ()), response
        )
        outputs = dict(self._outputs(frame, at, stated, response))
        yield Step(
            name=frame.prefix + stated["stepId"],
            call=Call(
                operation.name,
                tuple(call_arguments(self, frame, at, stated, operation)),
                self._where(frame, (*at, "x-where"), stated.get("x-where"), response),
            ),
            text=" ".join(str(stated.get("description", "")).split()),
            criteria=criteria,
            on_success=self._actions(frame, (*at, "onSuccess"), stated, "onSuccess", response),
            on_failure=self._actions(frame, (*at, "onFailure"), stated, "onFailure", response),
            outputs=tuple((name, typed.value) for name, typed in outputs.items()),
        )

    def _outputs(
        self, frame: Frame, at: PointerParts, stated: JsonObject, response: Schema
    ) -> Iterator[tuple[str, Typed]]:
        for name, text in stated.get("outputs", {}).items():
            typed = self.typed(frame, (*at, "outputs", name), text, response)
            frame.outputs[stated["stepId"], name] = typed
            yield name, typed

    def _inlined(self, frame: Frame, at: PointerParts, stated: JsonObject) -> Iterator[Step]:
        """Yield the steps of the workflow that a step runs, between one that others lead to and one that goes on."""
        name, callers = stated["workflowId"], (*frame.callers, frame.name)
        found = self.arazzo.workflows.get(name)
        if found is None or name in callers:
            message = "runs itself" if found else f"there is no workflow {quote(name)}"
            self.fault(frame, (*at, "workflowId"), message, "name another one of this document")
            return
        for key in ("onFailure", "successCriteria", "requestBody", "x-where"):
            if key in stated:
                message = f"{key} is not supported on a step that runs a workflow"
                self.fault(frame, (*at, key), message, f"write it in the workflow {name}")
        pointer, other = found
        inputs = input_schemas(self.arazzo, self.types, pointer, other)
        begin = frame.prefix + stated["stepId"]
        end = f"{begin}."
        inside = Frame(
            name,
            pointer,
            other,
            inputs,
            prefix=f"{begin}.",
            values=passed_inputs(self, frame, at, stated, inputs),
            after=end,
            callers=callers,
        )
        yield Step(name=begin)
        yield from self.steps(inside)
        take_outputs(self, frame, at, stated, inside)
        yield Step(
            name=end, on_success=self._actions(frame, (*at, "onSuccess"), stated, "onSuccess", ANY)
        )

    def _criteria(
        self, frame: Frame, at: PointerParts, stated: Any, response: Schema
    ) -> tuple[Condition, ...]:
        return tuple(self._conditions(frame, at, stated, response))

    def _conditions(
        self, frame: Frame, at: PointerParts, stated: Any, response: Schema
    ) -> Iterator[Condition]:
        for i, each in enumerate(stated):
            below = (*at, str(i))
            kind = each.get("type", "simple")
            if kind != "simple" or "context" in each:
                message = "only simple conditions without a context are supported"
                self.fault(frame, below, message, "compare values with ==, &&, || and the like")
                continue
            place = (*below, "condition")
            schemas: dict[Value, Schema] = {}

            def resolve(
                expression: Expression,
                place: PointerParts = place,
                schemas: dict[Value, Schema] = schemas,
            ) -> Value:
                typed = self.resolved(frame, place, expression, response)
                schemas[typed.value] = typed.schema
                return typed.value

            try:
                condition = parse_condition(str(each["condition"]), resolve)
            except ExpressionError as error:
                self.fault(frame, place, str(error), error.remedy)
                continue
            for comparison in _comparisons(condition):
                typed = [_typed(value, schemas) for value in (comparison.left, comparison.right)]
                if fault := comparison_fault(self.types, comparison, *typed):
                    self.fault(frame, place, *fault)
            yield condition

    def _where(self, frame: Frame, at: PointerParts, stated: Any, response: Schema) -> Where | None:
        if stated is None:
            return None
        items = parse_pointer(stated["items"])
        listed = self.member(frame, (*at, "items"), response, items)
        if self.types.types(listed) and "array" not in self.types.types(listed):
            self.fault(frame, (*at, "items"), "the value there is no array", "name an array")
            return None
        item = self.member(frame, (*at, "items"), listed, ("0",))
        values: dict[str, tuple[tuple[PointerParts, Value], ...]] = {}
        for key in ("equal", "differ"):
            pairs = []
            for pointer, value in stated.get(key, {}).items():
                below, parts = (*at, key, pointer), parse_pointer(pointer)
                schema, typed = (
                    self.member(frame, below, item, parts),
                    self.typed(frame, below, value, None),
                )
                if fault := misfit(self.types, schema, typed):
                    self.fault(frame, below, *fault)
                pairs.append((parts, typed.value))
            values[key] = tuple(pairs)
        return Where(items, **values)

    def _actions(
        self, frame: Frame, at: PointerParts, stated: JsonObject, key: str, response: Schema
    ) -> tuple[Action, ...]:
        actions = [
            self._action(frame, (*at, str(i)), each, response)
            for i, each in enumerate(stated.get(key, ()))
        ]
        is_last = stated is frame.stated["steps"][-1]
        if key == "onSuccess" and is_last and frame.after:
            actions.append(Action("goto", frame.after))
        return tuple(action for action in actions if action is not None)

    def _action(
        self, frame: Frame, at: PointerParts, stated: JsonObject, response: Schema
    ) -> Action | None:
        if "reference" in stated or ("workflowId" in stated):
            key = "reference" if "reference" in stated else "workflowId"
            self.fault(
                frame, (*at, key), f"{key} is not supported here", "write the action with stepId"
            )
            return None
        kind, target = stated["type"], stated.get("stepId", "")
        if kind == "retry" and target:
            self.fault(
                frame, (*at, "stepId"), "a retry of another step is not supported", "remove it"
            )
        if kind == "goto" and target not in frame.step_names:
            known = ", ".join(frame.step_names)
            self.fault(
                frame, (*at, "stepId"), f"there is no step {quote(target)}", f"name one of {known}"
            )
        criteria = self._criteria(frame, (*at, "criteria"), stated.get("criteria", ()), response)
        failure = self._failure(frame, (*at, "x-error"), stated.get("x-error"), response)
        if kind == "end" and at[-2] == "onSuccess" and frame.after:
            return Action("goto", frame.after, criteria)
        if kind == "end" and at[-2] == "onFailure" and failure is None:
            failure = Failure("failed", str(stated["name"]))
        return Action(
            kind,
            frame.prefix + target if kind == "goto" else "",
            criteria,
            seconds=float(stated.get("retryAfter", 0)),
            limit=int(stated.get("retryLimit", 1)),
            failure=failure if kind == "end" else None,
        )

    def _failure(
        self, frame: Frame, at: PointerParts, stated: Any, response: Schema
    ) -> Failure | None:
        if stated is None:
            return None
        values = stated.get("values", {})
        message, named = stated["message"], _placeholders(stated["message"])
        if named is None or named != set(values):
            expected = ", ".join(values) or "none"
            self.fault(
                frame, (*at, "message"), "its placeholders are not its values", f"use {expected}"
            )
        typed = (
            (name, self.typed(frame, (*at, "values", name), text, response).value)
            for name, text in values.items()
        )
        return Failure(stated["kind"], message, tuple(typed))


def _comparisons(condition: Condition) -> Iterator[Comparison]:
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Group):
        for inside in condition.conditions:
            yield from _comparisons(inside)


def _typed(value: Value, schemas: Mapping[Value, Schema]) -> Typed:
    if isinstance(value, Constant):
        return Typed(value, schema_of_constant(value.value))
    return Typed(value, schemas.get(value, ANY))


def _placeholders(template: str) -> set[str] | None:
    from string import Formatter

    try:
        return {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    except ValueError:
        return None
