"""Whether values fit the schemas of the contract that they are compared with, or passed for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..diagnostics import quote
from ..runtime.workflows.program import Comparison, Constant, Value
from .contract_types import ContractTypes, Schema
from .frame import Typed

__all__ = ["annotation_of", "comparison_fault", "misfit", "payload_faults", "schema_of_constant"]

_ANNOTATIONS: Final = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "array": "list[Any]",
    "object": "Mapping[str, Any]",
}
_NUMBERS: Final = frozenset({"integer", "number"})


def annotation_of(types: frozenset[str]) -> str:
    """Return the annotation in Python of a value of these types in JSON."""
    known = [_ANNOTATIONS[name] for name in sorted(types & _ANNOTATIONS.keys())]
    return known[0] if len(known) == 1 else "Any"


def schema_of_constant(value: object) -> Schema:
    """Return the schema of a constant."""
    if value is None:
        return {"type": "null"}
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, int | float):
        return {"type": "integer" if isinstance(value, int) else "number"}
    return {"type": "string"} if isinstance(value, str) else {}


def comparison_fault(
    types: ContractTypes, comparison: Comparison, left: Typed, right: Typed
) -> tuple[str, str] | None:
    """Return message and remedy where two values can never be equal, or have no order."""
    kinds, others = types.types(left.schema), types.types(right.schema)
    is_null = "null" in kinds | others
    if kinds and others and not is_null and not (_widened(kinds) & _widened(others)):
        message = f"{_listed(kinds)} is compared with {_listed(others)}"
        return message, "compare values of one type"
    if comparison.operator not in ("==", "!=") and (kinds | others) & {
        "boolean",
        "object",
        "array",
    }:
        return f"{_listed(kinds | others)} has no order", "compare it with == or !="
    for constant, other in ((left, right), (right, left)):
        known = types.values(other.schema)
        value = constant.value.value if isinstance(constant.value, Constant) else None
        if isinstance(value, str) and known and value.casefold() not in map(_folded, known):
            return f"the contract knows no value {quote(value)} here", _one_of(known)
    return None


def payload_faults(
    types: ContractTypes, schema: Schema, stated: Any, at: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield pointer, message and remedy of each property and constant that a body cannot have."""
    if isinstance(stated, dict):
        known = types.properties(schema)
        for name, value in stated.items():
            if name in known:
                yield from payload_faults(types, known[name], value, (*at, name))
            elif not types.is_open(schema):
                remedy = f"name one of {', '.join(sorted(known))}"
                yield (*at, name), f"there is no property {quote(name)}", remedy
        for name in types.required(schema):
            if name not in stated:
                yield at, f"the required property {quote(name)} is missing", "add it"
        return
    fault = _constant_fault(types, schema, stated)
    if fault:
        yield at, *fault


def _constant_fault(types: ContractTypes, schema: Schema, value: Any) -> tuple[str, str] | None:
    if isinstance(value, list) or (isinstance(value, str) and "$" in value):
        return None
    allowed, actual = types.types(schema), types.types(schema_of_constant(value))
    if allowed and not (_widened(allowed) & _widened(actual)):
        return f"{_listed(actual)} stands where {_listed(allowed)} is needed", "correct the value"
    known = types.values(schema)
    if isinstance(value, str) and known and value not in known:
        return f"the contract knows no value {quote(value)} here", _one_of(known)
    return None


def misfit(types: ContractTypes, schema: Schema, passed: Typed) -> tuple[str, str] | None:
    """Return message and remedy where a value cannot be passed for a parameter or an input."""
    value: Value = passed.value
    if value == Constant(None):
        return None  # absent
    if isinstance(value, Constant):
        return _constant_fault(types, schema, value.value)
    allowed, actual = types.types(schema), types.types(passed.schema)
    if allowed and actual and not (_widened(allowed) & _widened(actual)):
        return f"{_listed(actual)} is passed for {_listed(allowed)}", "pass a value of that type"
    return None


def _widened(types: frozenset[str]) -> frozenset[str]:
    return types | _NUMBERS if types & _NUMBERS else types


def _listed(types: frozenset[str]) -> str:
    return " or ".join(f"{'an' if name[0] in 'aio' else 'a'} {name}" for name in sorted(types))


def _one_of(values: list[Any]) -> str:
    return f"write one of {', '.join(map(str, values))}"


def _folded(value: Any) -> str:
    return str(value).casefold()
