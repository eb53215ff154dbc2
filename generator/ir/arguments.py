"""Arguments of methods: parameters, properties of a body, and names that are looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, TypeAlias

__all__ = ["Argument", "BodyField", "Lookup", "LookupArgument", "Parameter", "signature"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; `codec` is the source of its codec in the runtime, `default` that of its default,
    which the contract states as `default_text`.

    `annotation` is the type of what a caller passes, `decoded` of what a server gets.
    """

    name: str
    wire_name: str
    location: str
    codec: str
    codec_name: str
    annotation: str
    decoded: str
    required: bool
    default: str | None
    maximum: int | None
    is_client_scoped: bool
    description: str
    expected: str
    example: str | None
    source: str
    default_text: str | None = None
    allows_reserved: bool = False


@dataclass(frozen=True, slots=True)
class BodyField:
    """A property of a JSON body that is an argument too; the body holds it under `wire_name`.

    `nested` are the properties of an object, each with its description.
    """

    name: str
    wire_name: str
    annotation: str
    description: str
    nested: tuple[tuple[str, str], ...] = ()
    required: ClassVar[bool] = False
    is_client_scoped: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Lookup:
    """A way from a name to an id; see `generator.runtime.contract.operation`.

    `operation` is the constant of the operation that lists the items.
    """

    constant: str
    operation: str
    filter: str
    match: str
    result: str


@dataclass(frozen=True, slots=True)
class LookupArgument:
    """An argument with a name, in place of the id that its `target` takes.

    The target is an argument; where it is a property of the body, `wire_name` is that property.
    `constant` is that of the lookup that finds the id.
    """

    name: str
    target: str
    constant: str
    description: str
    wire_name: str | None = None
    annotation: ClassVar[str] = "str"
    required: ClassVar[bool] = False
    is_client_scoped: ClassVar[bool] = False


Argument: TypeAlias = Parameter | BodyField | LookupArgument


def signature(
    parameters: Iterable[Parameter],
    fields: tuple[BodyField, ...] = (),
    lookups: tuple[LookupArgument, ...] = (),
) -> tuple[Argument, ...]:
    """Return the arguments of a method: properties stand before their body, names after their ids.

    What can be given in another way is not required.
    """
    named = {lookup.target: lookup for lookup in lookups}
    arguments: list[Argument] = []
    for parameter in parameters:
        is_body = parameter.location == "body"
        for field in fields if is_body else ():
            arguments += [field, *_named(named, field.name)]
        is_optional = parameter.name in named or (is_body and fields)
        plain = replace(parameter, required=False) if is_optional else parameter
        arguments += [plain, *_named(named, parameter.name)]
    return tuple(arguments)


def _named(lookups: dict[str, LookupArgument], target: str) -> Iterator[LookupArgument]:
    if target in lookups:
        yield lookups[target]
