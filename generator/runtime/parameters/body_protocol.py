"""The interfaces of the codecs of bodies, and of the check of their schemas."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec

from ..messages import Message

if TYPE_CHECKING:
    from .streamed_bodies import StreamedBody

__all__ = ["BodyCodec", "BodyFault", "BodySchemaCheck", "ReadOnlyValue", "can_encode"]


class BodyFault(ValueError):
    """The first fault of a body; `missing` is the required property of the body that it lacks."""

    def __init__(self, message: Message, missing: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.missing = missing


class ReadOnlyValue(NamedTuple):
    """A read-only property that a body has."""

    owner: dict[str, Any]
    name: str

    def remove(self) -> None:
        """Remove the property from the object that has it."""
        self.owner.pop(self.name, None)


class BodySchemaCheck(Protocol):
    """The schema that a body is checked against."""

    @property
    def required(self) -> tuple[str, ...]:
        """The properties that must be present, and not null unless they may be."""

    @property
    def read_only(self) -> tuple[str, ...]:
        """The properties that a model may have but that are not sent."""

    def known_values(self, path: tuple[str, ...]) -> tuple[Any, ...]:
        """Return the only values that the property at a path may have; none where any is valid."""

    def is_read_only(self, path: tuple[str, ...]) -> bool:
        """Whether the property at a path is not sent."""

    def check(self, value: Any, received: Collection[str | int] = ()) -> list[ReadOnlyValue]:
        """Return the read-only properties of a plain value; raise BodyFault for an invalid one.

        `received` are values of enumerations that are valid since a server sent them.
        """


class BodyCodec(Protocol):
    """The codec of a body."""

    def encode_body(self, value: object) -> "tuple[bytes | StreamedBody, str]":
        """Return the body and its media type.

        Raises ValueError or MsgspecError, whose text says what is wrong with the value, TypeError
        for a value of another kind.
        """


def can_encode(encode: Callable[[object], object], value: object) -> bool:
    """Whether a codec encodes a value."""
    try:
        encode(value)
    except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        return False
    return True
