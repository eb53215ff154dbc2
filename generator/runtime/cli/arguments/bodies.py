"""Options of a request body: `--body` for all of it, and one for each property.

`--body` takes JSON, the name of a file with JSON, or - for standard input, and so does the option of a
property that is an object or a list; the scalar properties of an object have options of their own, such
as `--restore-strategy.kind`. Options of properties override those of `--body`, so that a file can serve
as a template; without `--body`, they alone make up the body. Read-only properties have no option, nor
those whose flag another option has.
"""

from collections.abc import Collection, Iterable, Iterator
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ...contract.operation import Parameter
from ...messages import Message
from ...models.formats import FORMATS
from ...parameters.bodies import BinaryBody, JsonBody, TextBody
from ...parameters.scalars import Boolean, Choice, Codec, Formatted, Integer, Number, Text
from ..command import Command
from ..i18n import Messages
from .body_values import FLAG, PREFIX, STEP, JsonText
from .option import Option, flag_of, metavar_of

__all__ = ["body_options", "body_parameter"]

_METAVAR = "FILE|-|JSON"
_SOURCES = Message("JSON, a file, or - for standard input.")


def body_parameter(command: Command) -> Parameter | None:
    """Return the parameter of a command that is a body of JSON or a form; None without one."""
    for parameter in command.parameters:
        if parameter.location == "body" and not isinstance(parameter.codec, TextBody | BinaryBody):
            return parameter
    return None


def body_options(command: Command, messages: Messages, taken: Collection[str]) -> Iterator[Option]:
    """Yield the options of a command's body; no property has a flag that is `taken`."""
    parameter = body_parameter(command)
    if parameter is None:
        return
    required = _required(parameter)
    properties = list(_properties(parameter, taken))
    optional = {prop.path[0] for prop in properties}
    yield Option(
        name=parameter.name,
        flags=(FLAG,),
        group="body",
        help=messages.join(
            messages(command.help[parameter.name]),
            messages(_SOURCES),
            messages("Other options of the body override its properties.") if properties else "",
        ),
        metavar=_METAVAR,
        parse=str,
        is_file=True,
        required=parameter.required and (not properties or not required <= optional),
    )
    names = {prop.path: prop.option for prop in properties}
    lookups = {lookup.wire_name: lookup.name for lookup in command.lookups}
    for prop in properties:
        wire_name = prop.path[0]
        inside = [name for path, name in names.items() if path[0] == wire_name]
        ways = (*inside, *filter(None, [lookups.get(wire_name)]))
        is_needed = len(prop.path) == 1 and wire_name in required
        option = _property_option(prop, command.body_help.get(prop.field_path, ""), messages)
        yield replace(option, required=is_needed, alternatives=ways[1:])


def _property_option(prop: "_Property", text: str, messages: Messages) -> Option:
    codec, help_ = prop.codec, messages(text) if text else ""
    if codec is None:
        return Option(
            name=prop.option,
            flags=(prop.flag,),
            group="body",
            help=messages.join(help_, messages(_SOURCES)),
            metavar=_METAVAR,
            parse=lambda text: JsonText(text, prop.flag),
            is_file=True,
        )
    return Option(
        name=prop.option,
        flags=(prop.flag,),
        group="body",
        help=help_,
        metavar=metavar_of(codec),
        parse=codec.decode,
        expected=codec.expected,
        choices=codec.values if isinstance(codec, Choice) else (),
    )


def _required(parameter: Parameter) -> frozenset[str]:
    """Return the wire names of the properties that a required body must have."""
    codec = parameter.codec
    required = codec.required if isinstance(codec, JsonBody) and parameter.required else ()
    return frozenset(required)


class _Property(NamedTuple):
    """A property of a body, or of an object in it: its path, by names in JSON and by fields.

    `codec` is that of its option; an option without one takes JSON.
    """

    path: tuple[str, ...]
    field_path: str
    codec: Codec | None

    @property
    def option(self) -> str:
        """The name of its option."""
        return PREFIX + STEP.join(self.path)

    @property
    def flag(self) -> str:
        """The flag of its option, with a dot before a property of an object."""
        first, *inside = (flag_of(name) for name in self.field_path.split("."))
        return ".".join([first, *(name.removeprefix("--") for name in inside)])


def _properties(parameter: Parameter, taken: Collection[str]) -> Iterator[_Property]:
    """Yield the properties of a JSON body that can have an option, and scalars of objects in it."""
    codec = parameter.codec
    model = _model(codec.type) if isinstance(codec, JsonBody) else None
    if model is None or not isinstance(codec, JsonBody):
        return
    for field in msgspec.structs.fields(model):
        if flag_of(field.name) in {*taken, FLAG} or field.encode_name in codec.read_only:
            continue
        path: tuple[str, ...] = (field.encode_name,)
        scalar = _scalar(field.type, codec.known_values(path))
        yield _Property(path, field.name, scalar)
        nested = None if scalar else _model(field.type)
        for inner in msgspec.structs.fields(nested) if nested else ():
            below = (*path, inner.encode_name)
            inner_scalar = _scalar(inner.type, codec.known_values(below))
            if inner_scalar and not codec.is_read_only(below):
                yield _Property(below, f"{field.name}.{inner.name}", inner_scalar)


def _model(type_: Any) -> type[Struct] | None:
    """Return the only model that a type is, apart from null; None for any other type."""
    models = [member for member in _members(type_) if member is not type(None)]
    is_model = len(models) == 1 and isinstance(models[0], type) and issubclass(models[0], Struct)
    return models[0] if is_model else None


def _scalar(type_: Any, known: tuple[Any, ...]) -> Codec | None:
    """Return the codec of a scalar type, of which values may be known; None for any other."""
    members = {member for member in _members(type_) if member is not type(None)}
    literals = [value for member in members for value in _literals(member)]
    types = {member for member in members if get_origin(member) is not Literal}
    if literals and not types and _are_texts(literals):
        return Choice(values=tuple(literals))
    types |= {type(value) for value in literals}
    if types == {str}:
        return Choice(values=known) if known and _are_texts(known) else Text()
    if types == {bool}:
        return Boolean()
    if types == {int}:
        return Integer()
    for name, format_ in FORMATS.items():
        if types == {format_.type}:
            return Formatted(format=name)
    return Number() if types in ({float}, {int, float}) else None


def _are_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _members(type_: Any) -> Iterator[Any]:
    """Yield the members of a union, or the type itself, without annotations."""
    origin = get_origin(type_)
    if origin is Annotated:
        yield from _members(get_args(type_)[0])
    elif origin in (Union, UnionType):
        for member in get_args(type_):
            yield from _members(member)
    else:
        yield type_


def _literals(type_: Any) -> tuple[Any, ...]:
    return get_args(type_) if get_origin(type_) is Literal else ()
