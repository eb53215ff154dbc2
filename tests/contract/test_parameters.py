"""Every parameter, at its bounds and beside them, as the specification states them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from .contract import Contract, Operation, Parameter, load_contract
from .wire import Wire

pytestmark = pytest.mark.contract


def _parameters(matters: Callable[[Parameter], bool]) -> list[Any]:
    return [
        pytest.param(operation, parameter, id=f"{operation.name}-{parameter.name}")
        for operation in load_contract().operations
        for parameter in operation.parameters
        if matters(parameter)
    ]


def _values(choose: Callable[[Parameter], list[Any]]) -> list[Any]:
    return [
        pytest.param(operation, parameter, value, id=f"{operation.name}-{parameter.name}-{value!r}")
        for operation in load_contract().operations
        for parameter in operation.parameters
        for value in choose(parameter)
    ]


def _good(parameter: Parameter) -> list[Any]:
    schema = parameter.schema
    if schema["type"] == "integer":
        return [schema["minimum"], schema["minimum"] + 1, parameter.largest]
    return list(schema.get("enum", []))


def _bad(parameter: Parameter) -> list[Any]:
    schema = parameter.schema
    if schema["type"] == "integer":
        assert parameter.largest is not None
        outside = [schema["minimum"] - 1, parameter.largest + 1, 10**30, -1]
        return [*outside, "", "abc", "1.0", "1e1", "+1", " 1", "1 ", "0x1", "true", "١", "NaN"]
    if "enum" in schema:
        first = schema["enum"][0]
        return [
            "",
            "other",
            first.upper(),
            f"{first} ",
            f" {first}",
            first[:-1],
            f"{first},{first}",
        ]
    return [""] if parameter.place == "query" and schema.get("minLength") else []


@pytest.mark.parametrize(("operation", "parameter", "value"), _values(_good))
def test_a_value_within_bounds_is_accepted(
    operation: Operation, parameter: Parameter, value: Any, wire: Wire
) -> None:
    """A value at a bound, or just inside it, is answered."""
    reply = wire.call(operation, **{parameter.name: value})

    assert (200, True) == (reply.status, reply.json["success"])


@pytest.mark.parametrize(("operation", "parameter", "value"), _values(_bad))
def test_a_value_out_of_bounds_is_refused(
    operation: Operation, parameter: Parameter, value: Any, wire: Wire, contract: Contract
) -> None:
    """A value just outside a bound, or of another type, is refused with the parameter's own code."""
    reply = wire.call(operation, **{parameter.name: value})

    assert 400 == reply.status
    assert f"Invalid{parameter.code}" == reply.json[contract.refusal["code"]]
    assert parameter.name in reply.json[contract.refusal["message"]]


@pytest.mark.parametrize(("operation", "parameter"), _parameters(lambda one: one.place != "path"))
def test_an_absent_parameter_is_missed_only_when_required(
    operation: Operation, parameter: Parameter, wire: Wire, contract: Contract
) -> None:
    """Leaving out a parameter is refused by name when it is required, and answered when not."""
    reply = wire.call(operation, **{parameter.name: None})

    expected = f"Missing{parameter.code}" if parameter.required else None
    assert (400 if parameter.required else 200) == reply.status
    assert expected == reply.json.get(contract.refusal["code"])


@pytest.mark.parametrize(("operation", "parameter"), _parameters(lambda one: one.place == "query"))
def test_a_repeated_parameter_is_refused(
    operation: Operation, parameter: Parameter, wire: Wire, contract: Contract
) -> None:
    """A query parameter sent twice is refused, even with the same value."""
    once = wire.unsigned(operation)
    twice = replace(once, query=f"{once.query}&{parameter.name}={parameter.example}")
    reply = wire.send(wire.sign_raw(operation, twice))

    assert 400 == reply.status
    assert f"Invalid{parameter.code}" == reply.json[contract.refusal["code"]]


@pytest.mark.parametrize(
    ("operation", "parameter"), _parameters(lambda one: "default" in one.schema)
)
def test_a_default_is_what_is_meant_without_it(
    operation: Operation, parameter: Parameter, wire: Wire
) -> None:
    """Leaving a parameter out gives the same jobs as sending its default."""
    without = wire.call(operation, **{parameter.name: None}).json
    with_default = wire.call(operation, **{parameter.name: parameter.schema["default"]}).json

    assert with_default["data"] == without["data"]
    assert with_default["totalSize"] == without["totalSize"]
