"""Checks of the values in a response that its JSON Schema does not see: integers and times."""

import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .contract import Contract, Operation
from .model import later_times

__all__ = ["value_faults", "without_nulls"]

_PER_SECOND = {"second": 1, "millisecond": 1000}
_DAY = 86_400
_EARLIEST = 31 * _DAY
"""Seconds: no job is of January 1970, but a time in thousands of seconds or in the wrong unit is."""
_LATEST_YEARS = 100 * 366 * _DAY


class _Value(NamedTuple):
    path: str
    value: Any
    schema: Mapping[str, Any]


def value_faults(contract: Contract, operation: Operation, body: Any) -> Iterator[str]:
    """Yield integers with a fraction, times that are far away, and times that run backwards."""
    latest = time.time() + _LATEST_YEARS
    for path, value, schema in _values(contract, operation.response_schema, body, "$"):
        if schema.get("type") == "integer" and isinstance(value, float):
            yield f"{path} is {value}, not an integer"
        if "x-time" in schema and value != "":
            yield from _time_faults(path, value, schema["x-time"]["unit"], latest)
        if isinstance(value, dict):
            yield from _backward_times(path, value)


def without_nulls(value: Any) -> Any:
    """Copy a JSON value without the properties that are null, which stand for absent ones."""
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def _time_faults(path: str, value: Any, unit: str, latest: float) -> Iterator[str]:
    try:
        seconds = int(value) / _PER_SECOND[unit]
    except (TypeError, ValueError):
        yield f"{path} is {value!r}, which is not a time in {unit}s"
        return
    if seconds and not _EARLIEST <= seconds <= latest:
        yield f"{path} is {value}, which is not a time in {unit}s"


def _backward_times(path: str, item: Mapping[str, Any]) -> Iterator[str]:
    for earlier, later in later_times():
        first, second = _seconds(item.get(earlier)), _seconds(item.get(later))
        if first and second and second < first:
            yield f"{path}.{later} is {item[later]}, before {earlier} {item[earlier]}"


def _seconds(value: Any) -> int:
    """Read a time; 0, which stands for none, where it is absent or cannot be read."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else 0


def _values(
    contract: Contract, schema: Mapping[str, Any], value: Any, path: str
) -> Iterator[_Value]:
    """Yield a value and all inside it, each with its schema."""
    schema = {**contract.resolve(schema), **schema}
    yield _Value(path, value, schema)
    if isinstance(value, dict):
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                yield from _values(contract, inner, value[name], f"{path}.{name}")
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from _values(contract, schema["items"], item, f"{path}[{index}]")
