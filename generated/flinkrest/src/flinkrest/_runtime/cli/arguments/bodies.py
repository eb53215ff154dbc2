"""Options of a request body: `--body` for all of it, and one for each scalar property.

`--body` takes JSON, the name of a file with JSON, or - for standard input. The options of properties
override those of `--body`, so that a file can serve as a template; without `--body`, they alone make
up the body. Properties that are objects or lists have no option, nor have read-only ones, nor
those whose flag another option has.
"""

import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo

from ...contract.operation import Parameter
from ...errors import UsageError
from ...messages import Message
from ...models.formats import FORMATS
from ...parameters.bodies import BinaryBody, JsonBody, TextBody
from ...parameters.body_protocol import BodyFault
from ...parameters.scalars import Boolean, Choice, Codec, Formatted, Integer, Number, Text
from ..command import Command
from ..i18n import Messages
from .option import Option, flag_of, metavar_of

__all__ = ["FLAG", "body_options", "body_parameter", "build_body"]

FLAG = "--body"
_PREFIX = "body:"
_JSON_STARTS = ("{", "[", '"')


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
    optional = {field.encode_name for field, _ in properties}
    yield Option(
        name=parameter.name,
        flags=(FLAG,),
        group="body",
        help=messages.join(
            messages(command.help[parameter.name]),
            messages("JSON, a file, or - for standard input."),
            messages("Other options of the body override its properties.") if properties else "",
        ),
        metavar="FILE|-|JSON",
        parse=str,
        is_file=True,
        required=parameter.required and (not properties or not required <= optional),
    )
    for field, codec in properties:
        text = command.body_help.get(field.name, "")
        yield Option(
            name=_PREFIX + field.encode_name,
            flags=(flag_of(field.name),),
            group="body",
            help=messages(text) if text else "",
            metavar=metavar_of(codec),
            parse=codec.decode,
            expected=codec.expected,
            choices=codec.values if isinstance(codec, Choice) else (),
            required=field.encode_name in required,
        )


def build_body(
    command: Command, parameter: Parameter, options: Mapping[str, Any]
) -> dict[str, object]:
    """Return the body by the name of its parameter, or nothing when none was given.

    Raises UsageError when it is not valid.
    """
    text: str | None = options.get(parameter.name)
    properties = {
        name.removeprefix(_PREFIX): value
        for name, value in options.items()
        if name.startswith(_PREFIX)
    }
    if text is None and not properties:
        if parameter.required:
            raise UsageError(
                Message(
                    "{operation}: no body; give {flag} or its properties",
                    operation=command.operation.name,
                    flag=FLAG,
                )
            )
        return {}
    body = {} if text is None else _decode(parameter, _read(text))
    if properties:
        if not isinstance(body, dict):
            raise UsageError(
                Message("{flag} must be a JSON object, to combine it with other options", flag=FLAG)
            )
        body = {**body, **properties}
    _check(parameter, body)
    return {parameter.name: body}


def _read(text: str) -> str:
    """Return the JSON that the value of `--body` is, or names."""
    if text == "-":
        return sys.stdin.read()
    if text.lstrip().startswith(_JSON_STARTS) or not text.strip():
        return text
    try:
        return Path(text).read_text("utf-8")
    except FileNotFoundError as error:
        if _is_json(text):
            return text
        raise UsageError(
            Message(
                "{flag}: cannot read {text}: {reason}",
                flag=FLAG,
                text=text,
                reason=error.strerror,
            )
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else Message("it is not UTF-8")
        raise UsageError(
            Message("{flag}: cannot read {text}: {reason}", flag=FLAG, text=text, reason=reason)
        ) from None


def _is_json(text: str) -> bool:
    try:
        msgspec.json.decode(text)
    except msgspec.DecodeError:
        return False
    return True


def _decode(parameter: Parameter, text: str) -> Any:
    try:
        if isinstance(parameter.codec, JsonBody):
            return msgspec.json.decode(text)
        return parameter.codec.decode(text)
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise UsageError(Message("{flag}: {error}", flag=FLAG, error=error)) from None


def _check(parameter: Parameter, body: Any) -> None:
    codec = parameter.codec
    if not isinstance(codec, JsonBody):
        return
    try:
        codec.encode_body(body)
    except BodyFault as error:
        if error.missing is not None:
            raise UsageError(
                Message(
                    "{flag}: the required property {name} is missing", flag=FLAG, name=error.missing
                )
            ) from None
        raise UsageError(Message("{flag}: {error}", flag=FLAG, error=error.message)) from None
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UsageError(Message("{flag}: {error}", flag=FLAG, error=error)) from None


def _required(parameter: Parameter) -> frozenset[str]:
    """Return the wire names of the properties that a required body must have."""
    codec = parameter.codec
    required = codec.required if isinstance(codec, JsonBody) and parameter.required else ()
    return frozenset(required)


class _Property(NamedTuple):
    """A scalar property of a body, and the codec of its option."""

    field: FieldInfo
    codec: Codec


def _properties(parameter: Parameter, taken: Collection[str]) -> Iterator[_Property]:
    """Yield the scalar properties of a JSON body that can have an option."""
    codec = parameter.codec
    if not isinstance(codec, JsonBody):
        return
    models = [member for member in _members(codec.type) if member is not type(None)]
    if len(models) != 1 or not (isinstance(models[0], type) and issubclass(models[0], Struct)):
        return
    for field in msgspec.structs.fields(models[0]):
        scalar = _scalar(field.type)
        is_taken = flag_of(field.name) in {*taken, FLAG}
        if scalar and not is_taken and field.encode_name not in codec.read_only:
            yield _Property(field, scalar)


def _scalar(type_: Any) -> Codec | None:
    """Return the codec of a scalar type; None for any other."""
    members = {member for member in _members(type_) if member is not type(None)}
    literals = [value for member in members for value in _literals(member)]
    types = {member for member in members if get_origin(member) is not Literal}
    if literals and not types and all(isinstance(value, str) for value in literals):
        return Choice(values=tuple(literals))
    types |= {type(value) for value in literals}
    if types == {str}:
        return Text()
    if types == {bool}:
        return Boolean()
    if types == {int}:
        return Integer()
    for name, format_ in FORMATS.items():
        if types == {format_.type}:
            return Formatted(format=name)
    return Number() if types in ({float}, {int, float}) else None


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
