"""Evaluation of values and conditions against the inputs, the outputs so far and a response."""

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import Any, Final

from msgspec import Struct

from .program import (
    Array,
    Comparison,
    Condition,
    Constant,
    Group,
    Path,
    Reference,
    Text,
    Where,
)
from .program import Value as ProgramValue

__all__ = ["UNKNOWN", "Scope", "filtered", "value_at"]

_ORDERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


class _Unknown:
    """A value that only a step to come will know: it is equal to nothing, not even to itself."""

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = object.__hash__


UNKNOWN: Final = _Unknown()
"""What steps have returned that a plan does not carry out."""


class Scope(Struct, frozen=True):
    """The values that references name."""

    inputs: Mapping[str, Any]
    steps: Mapping[str, Mapping[str, Any]]
    body: Any = None
    status: int | None = None
    headers: Mapping[str, str] = {}

    def value(self, value: ProgramValue) -> Any:
        """Return a value; None where it is absent."""
        if isinstance(value, Constant):
            return value.value
        if isinstance(value, Reference):
            return self._referenced(value)
        if isinstance(value, Text):
            return "".join(_text(self.value(part)) for part in value.parts)
        if isinstance(value, Array):
            return [self.value(item) for item in value.items]
        properties = ((name, self.value(each)) for name, each in value.properties)
        return {name: each for name, each in properties if each is not None}

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds."""
        if isinstance(condition, Group):
            held = map(self.holds, condition.conditions)
            if condition.quantifier == "all":
                return all(held)
            return any(held) is (condition.quantifier == "any")
        if not isinstance(condition, Comparison):
            return self.value(condition) is True
        left, right = self.value(condition.left), self.value(condition.right)
        if isinstance(left, str) and isinstance(right, str):
            left, right = left.casefold(), right.casefold()
        if condition.operator in ("==", "!="):
            return _are_equal(left, right) is (condition.operator == "==")
        is_ordered = _is_number(left) and _is_number(right)
        is_ordered = is_ordered or (isinstance(left, str) and isinstance(right, str))
        return is_ordered and _ORDERS[condition.operator](left, right)

    def hold(self, conditions: tuple[Condition, ...]) -> bool:
        """Whether all conditions hold."""
        return all(map(self.holds, conditions))

    def _referenced(self, reference: Reference) -> Any:
        if reference.source == "status":
            return self.status
        if reference.source == "headers":
            return self.headers.get(reference.path[0])
        if reference.source == "body":
            return value_at(self.body, reference.path)
        if reference.source == "inputs":
            return self.inputs.get(reference.path[0])
        step, name = reference.path
        return self.steps.get(step, {}).get(name)


def value_at(value: Any, pointer: Path) -> Any:
    """Return the value at a pointer of JSON; None where there is none."""
    for part in pointer:
        if isinstance(value, _Unknown):
            return value
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def filtered(where: Where, scope: Scope) -> Any:
    """Return the body of a response whose array has only the items that stay."""
    equal = [(pointer, scope.value(value)) for pointer, value in where.equal]
    differ = [(pointer, scope.value(value)) for pointer, value in where.differ]

    def stays(item: Any) -> bool:
        is_equal = all(value_at(item, at) == value for at, value in equal if value is not None)
        return is_equal and not any(
            value_at(item, at) == value for at, value in differ if value is not None
        )

    items = value_at(scope.body, where.items)
    kept = [item for item in items if stays(item)] if isinstance(items, list) else []
    return _with_value(scope.body, where.items, kept)


def _with_value(body: Any, pointer: Path, value: Any) -> Any:
    if not pointer:
        return value
    first, *rest = pointer
    inside = body if isinstance(body, Mapping) else {}
    return {**inside, first: _with_value(inside.get(first), tuple(rest), value)}


def _are_equal(left: Any, right: Any) -> bool:
    if isinstance(left, bool) is not isinstance(right, bool):
        return False
    return bool(left == right)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
