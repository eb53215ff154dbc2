"""The inputs of a run: those given, and those that follow from them and from the run."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ..errors import UsageError
from ..messages import Argument, Message
from .evaluation import Scope, value_at
from .program import Derived, Program
from .run_ids import numbered_id

__all__ = ["complete_inputs"]


def complete_inputs(
    program: Program,
    given: Mapping[str, Any],
    run: str,
    remembered: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Return all inputs by their names in the document, as JSON.

    Raises UsageError for one that is required and is absent.
    """
    inputs: dict[str, Any] = {}
    for each in program.inputs:
        value = given.get(each.name)
        value = each.default if value is None else msgspec.to_builtins(value)
        if value is None and each.derived is not None:
            value = _derived(each.derived, inputs, run, remembered)
        if value is not None:
            inputs[each.name] = value
        elif each.required:
            raise UsageError(
                Message(
                    "{workflow} needs {name}", workflow=program.name, name=Argument(each.argument)
                )
            )
    return inputs


def _derived(
    derived: Derived,
    inputs: Mapping[str, Any],
    run: str,
    remembered: Mapping[str, Mapping[str, Any]],
) -> Any:
    if derived.type == "run":
        return run
    if derived.type == "number":
        return numbered_id(run, derived.number)
    if derived.type == "input":
        return value_at(inputs.get(derived.input), derived.pointer)
    return Scope(inputs, remembered).value(derived.remembers) if derived.remembers else None
