"""Resolution of names in expressions: inputs, outputs of steps, and fields of responses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..diagnostics import quote
from ..openapi.pointer import PointerParts, format_pointer
from ..runtime.workflows.program import Constant, Reference, Value
from .contract_types import ANY, ContractTypes, Schema, UnknownFieldError
from .document import Arazzo
from .expressions import Expression, ExpressionError, parse_expression, parse_value
from .frame import Frame, Typed
from .type_checks import schema_of_constant

__all__ = ["Resolver"]

_NOTHING: Final = Typed(Constant(None), ANY)
_STATUS: Final[Schema] = {"type": "integer"}
_TEXT: Final[Schema] = {"type": "string"}


class Resolver:
    """Looks names up; one that does not exist becomes a fault of the document, and compiling goes on."""

    def __init__(self, arazzo: Arazzo, types: ContractTypes) -> None:
        self.arazzo = arazzo
        self.types = types

    def typed(self, frame: Frame, at: PointerParts, stated: Any, response: Schema | None) -> Typed:
        """Return a value of a parameter, a payload or an output, with its schema.

        `response` is the schema of the response that it may refer to.
        """
        schema = schema_of_constant(stated)
        if isinstance(stated, str) and stated.startswith("$"):
            try:
                return self.resolved(frame, at, parse_expression(stated), response)
            except ExpressionError as error:
                self.fault(frame, at, str(error), error.remedy)
                return _NOTHING
        try:
            return Typed(parse_value(stated, self._resolver(frame, at, response)), schema)
        except ExpressionError as error:
            self.fault(frame, at, str(error), error.remedy)
            return _NOTHING

    def member(
        self, frame: Frame, at: PointerParts, schema: Schema, pointer: PointerParts
    ) -> Schema:
        """Return the schema at a pointer; where the contract has no such field, that is a fault."""
        try:
            return self.types.at(schema, pointer)
        except UnknownFieldError as error:
            message = (
                f"{format_pointer(pointer)} does not exist: there is no field {quote(error.part)}"
            )
            remedy = f"name one of {', '.join(error.known)}" if error.known else "shorten it"
            self.fault(frame, at, message, remedy)
            return ANY

    def _resolver(
        self, frame: Frame, at: PointerParts, response: Schema | None
    ) -> Callable[[Expression], Value]:
        return lambda expression: self.resolved(frame, at, expression, response).value

    def resolved(
        self, frame: Frame, at: PointerParts, expression: Expression, response: Schema | None
    ) -> Typed:
        """Look up the names of an expression; a name that does not exist is a fault."""
        source, path = expression.reference.source, expression.reference.path
        if source == "inputs":
            return self._input(frame, at, path[0], expression)
        if source == "steps":
            return self._output(frame, at, path[0], path[1], expression)
        if response is None:
            message = f"{quote(expression.text)} refers to a response where there is none"
            self.fault(frame, at, message, "refer to inputs and outputs of steps")
            return _NOTHING
        if source == "status":
            return Typed(expression.reference, _STATUS)
        if source == "headers":
            return Typed(expression.reference, _TEXT)
        return Typed(expression.reference, self.member(frame, at, response, path))

    def _input(self, frame: Frame, at: PointerParts, name: str, expression: Expression) -> Typed:
        if name not in frame.inputs:
            known = ", ".join(frame.inputs) or "none"
            self.fault(frame, at, f"there is no input {quote(name)}", f"name one of {known}")
            return _NOTHING
        if frame.values is not None:
            return frame.values.get(name, Typed(Constant(None), frame.inputs[name]))
        return Typed(expression.reference, frame.inputs[name])

    def _output(
        self, frame: Frame, at: PointerParts, step: str, name: str, expression: Expression
    ) -> Typed:
        typed = frame.outputs.get((step, name))
        if typed is not None:
            is_own = (step, name) in frame.outputs and not self._runs_workflow(frame, step)
            path = (frame.prefix + step, name)
            reference = Reference("steps", path)
            return Typed(reference, typed.schema) if is_own else typed
        if step not in frame.step_names:
            known = ", ".join(frame.step_names)
            self.fault(frame, at, f"there is no step {quote(step)}", f"name one of {known}")
            return _NOTHING
        known = ", ".join(key for owner, key in frame.outputs if owner == step)
        message = f"the step {step} has no output {quote(name)} so far"
        self.fault(frame, at, message, f"name one of {known}" if known else "add it to its outputs")
        return _NOTHING

    def _runs_workflow(self, frame: Frame, step: str) -> bool:
        return any("workflowId" in each for each in frame.stated["steps"] if each["stepId"] == step)

    def fault(self, frame: Frame, at: PointerParts, message: str, remedy: str) -> None:
        """Record what is wrong with a workflow."""
        self.arazzo.fault(at, message, remedy, frame.subject)
