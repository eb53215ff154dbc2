"""Conversions behind derived properties of models: timestamps to datetimes, embedded JSON to models."""

from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from .known_types import known

__all__ = ["decode_embedded", "to_datetime"]

ModelT = TypeVar("ModelT")


def to_datetime(timestamp: int | str | None, per_second: int) -> datetime | None:
    """Return the aware UTC time of a timestamp since 1970 that counts `per_second` units a second.

    None for None, for text that is not an integer, and for a time out of Python's range.
    """
    try:
        return (
            None if timestamp is None else datetime.fromtimestamp(int(timestamp) / per_second, UTC)
        )
    except (ValueError, OverflowError, OSError):
        return None


def decode_embedded(
    text: str | None, model: type[ModelT], escaped_times: tuple[int, ...]
) -> ModelT | None:
    """Decode JSON embedded in a string, escaped as often as one of `escaped_times`.

    Once is plain JSON; twice means that its quotes and backslashes carry one more backslash.
    Raises ValueError, with the JSON path, when no number of escapes gives the model.
    """
    if not text:
        return None
    errors: list[Exception] = []
    for times in escaped_times:
        try:
            return msgspec.json.decode(_unescape(text, times), type=known(model))
        except (msgspec.DecodeError, RecursionError) as error:
            errors.append(error)
    reason = next(
        (error for error in errors if isinstance(error, msgspec.ValidationError)), errors[0]
    )
    raise ValueError(f"not a {model.__name__}: {reason}")


def _unescape(text: str, times: int) -> str:
    for _ in range(times - 1):
        text = msgspec.json.decode(f'"{text}"', type=str)
    return text
