"""The body that the options of a command make up."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from ...contract.operation import Parameter
from ...errors import UsageError
from ...messages import Message
from ...parameters.bodies import JsonBody
from ...parameters.body_protocol import BodyFault
from ..command import Command

__all__ = ["FLAG", "PREFIX", "STEP", "JsonText", "build_body"]

FLAG = "--body"
PREFIX = "body:"
"""What the names of the options of properties begin with."""
STEP = "\0"
"""What is between the steps of a path in such a name."""
_JSON_STARTS = ("{", "[", '"')


class JsonText(Struct, frozen=True):
    """The value of the option of a flag, which is JSON or names a file with JSON."""

    text: str
    flag: str

    def decode(self) -> Any:
        """Return the value; raise UsageError where it is not JSON."""
        try:
            return msgspec.json.decode(_read(self.text, self.flag))
        except msgspec.DecodeError as error:
            raise UsageError(Message("{flag}: {error}", flag=self.flag, error=error)) from None


def build_body(
    command: Command, parameter: Parameter, options: Mapping[str, Any]
) -> dict[str, object]:
    """Return the body by the name of its parameter, or nothing when none was given.

    Raises UsageError when it is not valid. One that lacks an id, whose name is given instead, is
    checked when the id is known.
    """
    text: str | None = options.get(parameter.name)
    properties = {
        tuple(name.removeprefix(PREFIX).split(STEP)): value
        for name, value in options.items()
        if name.startswith(PREFIX)
    }
    is_named = any(lookup.wire_name and lookup.name in options for lookup in command.lookups)
    if text is None and not properties:
        if parameter.required and not is_named:
            raise UsageError(
                Message(
                    "{operation}: no body; give {flag} or its properties",
                    operation=command.operation.name,
                    flag=FLAG,
                )
            )
        return {}
    body = {} if text is None else _decode(parameter, _read(text, FLAG))
    if properties:
        if not isinstance(body, dict):
            raise UsageError(
                Message("{flag} must be a JSON object, to combine it with other options", flag=FLAG)
            )
        body = _with_properties(body, properties)
    if not is_named:
        _check(parameter, body)
    return {parameter.name: body}


def _with_properties(
    body: dict[str, Any], properties: Mapping[tuple[str, ...], object]
) -> dict[str, Any]:
    """Return a body with properties; those inside an object are added to what it has."""
    joined = dict(body)
    for path in sorted(properties, key=len):
        value, (name, *inside) = properties[path], path
        if isinstance(value, JsonText):
            value = value.decode()
        if not inside:
            joined[name] = value
            continue
        owner = {} if joined.get(name) is None else joined[name]
        if not isinstance(owner, dict):
            raise UsageError(
                Message("{flag} must be a JSON object, to combine it with other options", flag=name)
            )
        joined[name] = {**owner, inside[0]: value}
    return joined


def _read(text: str, flag: str) -> str:
    """Return the JSON that the value of an option is, or names."""
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
                flag=flag,
                text=text,
                reason=error.strerror,
            )
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else Message("it is not UTF-8")
        raise UsageError(
            Message("{flag}: cannot read {text}: {reason}", flag=flag, text=text, reason=reason)
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
