"""An option as data, from which parser, help and completion are made."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from ...messages import Message
from ...parameters.scalars import Boolean, Choice, Codec, Formatted, Integer, Number
from ..i18n import Messages

__all__ = ["GROUPS", "Option", "default_text", "flag_of", "metavar_of"]

GROUPS = {
    "parameters": Message("parameters"),
    "body": Message("body"),
    "waiting": Message("waiting"),
    "listing": Message("listing"),
    "output": Message("output"),
    "global": Message("global"),
}
"""The headings of the groups of options, in the order of the help."""

_FORMAT_METAVARS = {"date-time": "TIME", "date": "DATE", "uuid": "UUID", "decimal": "X"}
_METAVARS: dict[type, str] = {Integer: "N", Number: "X", Boolean: "true|false"}


class Option(Struct, frozen=True, kw_only=True):
    """An option; without `parse` it is a switch, with `implicit` its value may be left out.

    A parameter of the contract has its own name, any other option its flag as its name, so that
    the two cannot collide. `choices`, or the names of files, are completed; `parse` decides what is
    valid, and `expected` describes that. In place of a required one, an option of the
    `alternatives`, which are names, may be given.
    """

    name: str
    flags: tuple[str, ...]
    group: str
    help: str
    metavar: str = ""
    parse: Callable[[str], object] | None = None
    expected: Message | None = None
    choices: tuple[str, ...] = ()
    required: bool = False
    alternatives: tuple[str, ...] = ()
    implicit: Any = None
    is_file: bool = False


def flag_of(name: str) -> str:
    """Return the flag of a name in snake case."""
    return "--" + name.strip("_").replace("_", "-")


def metavar_of(kind: Codec) -> str:
    """Return the placeholder of a value in the help."""
    if isinstance(kind, Choice):
        return "|".join(kind.values)
    if isinstance(kind, Formatted):
        return _FORMAT_METAVARS[kind.format]
    return _METAVARS.get(type(kind), "TEXT")


def default_text(messages: Messages, default: object) -> str:
    """Return the sentence that states a default."""
    return messages("Default: {default}.", default=default)
