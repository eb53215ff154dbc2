"""Repetition of calls: whether one does harm, and the keys that make writes idempotent.

A write whose response was lost may have been carried out. It is repeated only when that does no
harm: its method is idempotent (RFC 9110), the server certainly did not act, or the contract
declares a key by which the server recognises it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ..contract.operation import Idempotency, Operation
from ..errors import ApiError, InvalidResponseError, ServerError, ThrottledError, TransportError
from ..messages import Argument, Message
from .body_arguments import property_of, with_property

__all__ = [
    "READ_METHODS",
    "fill_key",
    "is_repeatable",
    "key_of",
    "may_have_acted",
    "read_arguments",
    "required_read",
    "uncertain_remedy",
]

READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""The methods that change nothing."""
_IDEMPOTENT_METHODS = READ_METHODS | {"PUT", "DELETE"}


def is_repeatable(operation: Operation[Any]) -> bool:
    """Whether an operation may be repeated after the server has acted on it."""
    return operation.method in _IDEMPOTENT_METHODS or operation.idempotency is not None


def may_have_acted(operation: Operation[Any], error: ApiError) -> bool:
    """Whether the server may have carried out a write although the attempt failed."""
    if operation.method in READ_METHODS:
        return False
    if isinstance(error, TransportError):
        return error.sent
    if isinstance(error, ThrottledError) or error.status == 429:
        return False
    if 300 <= (error.status or 0) < 400:
        return False
    return isinstance(error, ServerError | InvalidResponseError)


def fill_key(
    operation: Operation[Any], arguments: Mapping[str, Any], new_id: Callable[[], str]
) -> tuple[Mapping[str, Any], bool]:
    """Return the arguments with an idempotency key, and whether a new one was filled in."""
    idempotency = operation.idempotency
    if idempotency is None or key_of(idempotency, arguments) is not None:
        return arguments, False
    holder, key = arguments.get(idempotency.parameter), new_id()
    if idempotency.field is None:
        return {**arguments, idempotency.parameter: key}, True
    body = with_property(holder, idempotency.wire_name, idempotency.field, key)
    if body is holder:
        return arguments, False  # refused when the request is built
    return {**arguments, idempotency.parameter: body}, True


def key_of(idempotency: Idempotency, arguments: Mapping[str, Any]) -> Any:
    """Return the idempotency key of a call; None when it has none."""
    holder = arguments.get(idempotency.parameter)
    if idempotency.field is None:
        return holder
    return property_of(holder, idempotency.wire_name, idempotency.field)


def required_read(operation: Operation[Any]) -> Operation[Any]:
    """Return the operation that reads by the idempotency key; TypeError when there is none."""
    if operation.idempotency is None or operation.idempotency.read is None:
        raise TypeError(f"{operation.name} has no operation that reads by its key")
    return operation.idempotency.read


def read_arguments(operation: Operation[Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of the operation that reads what a write with this key has made."""
    read, idempotency = required_read(operation), operation.idempotency
    names = {parameter.name for parameter in read.parameters}
    values = {name: value for name, value in arguments.items() if name in names}
    if idempotency is not None:
        values[idempotency.read_parameter] = key_of(idempotency, arguments)
    return values


def uncertain_remedy(operation: Operation[Any], key: object) -> Message:
    """Return how a caller finds out whether a write has happened."""
    idempotency = operation.idempotency
    if idempotency and idempotency.read:
        return Message(
            "It may have been carried out; to find out, call {operation} with {parameter} {key}.",
            operation=idempotency.read.name,
            parameter=Argument(idempotency.read_parameter),
            key=repr(key),
        )
    if idempotency:
        return Message(
            "It may have been carried out; to find out, repeat it with {name} {key}, which does it "
            "once at most.",
            name=idempotency.wire_name,
            key=repr(key),
        )
    if operation.method in _IDEMPOTENT_METHODS:
        return Message("It may have been carried out; it does no harm to repeat it.")
    return Message(
        "It may have been carried out; to find out, read what it changes before you repeat it."
    )
