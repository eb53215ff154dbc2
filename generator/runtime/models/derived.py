"""What derived properties of models are made of: aware times and JSON inside strings."""

from datetime import UTC, datetime
from typing import TypeVar

import msgspec

__all__ = ["read_embedded", "time_of"]

ModelT = TypeVar("ModelT")


def time_of(value: int | str | None, per_second: int) -> datetime | None:
    """Give the aware UTC time of a count since 1970, of which `per_second` make a second.

    None, an empty string and a text that is no number give None; so does a time that the
    calendar of Python does not hold.
    """
    try:
        return None if value is None else datetime.fromtimestamp(int(value) / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def read_embedded(
    text: str | None, model: type[ModelT], escaped_times: tuple[int, ...]
) -> ModelT | None:
    """Decode JSON from a string that is escaped as often as one of `escaped_times` says.

    Once means JSON as it is; twice, that quotes and backslashes in it carry one more backslash.
    Raises ValueError, with the JSON path, when no reading gives what the contract says.
    """
    if not text:
        return None
    problems: list[Exception] = []
    for times in escaped_times:
        try:
            return msgspec.json.decode(_unescape(text, times), type=model)
        except (msgspec.DecodeError, RecursionError) as error:
            problems.append(error)
    telling = next(
        (one for one in problems if isinstance(one, msgspec.ValidationError)), problems[0]
    )
    raise ValueError(f"not a {model.__name__}: {telling}")


def _unescape(text: str, times: int) -> str:
    for _ in range(times - 1):
        text = msgspec.json.decode(f'"{text}"', type=str)
    return text
