"""Commands as data: a noun, a verb, and the operation it calls."""

from typing import Any

from msgspec import Struct

from ..api import Api
from ..operation import Operation, Parameter

__all__ = ["Command", "Noun", "Program"]


class Command(Struct, frozen=True, kw_only=True):
    """A verb of a noun; `help` tells of each parameter, `columns` are a table's properties.

    With `latest`, it shows the latest item of what the operation lists.
    """

    verb: str
    operation: Operation[Any]
    summary: str
    description: str
    help: dict[str, str]
    columns: tuple[str, ...] = ()
    latest: bool = False

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of the operation that the command has options for."""
        return tuple(one for one in self.operation.parameters if one.name in self.help)

    @property
    def lists(self) -> bool:
        """Whether it shows pages."""
        return self.operation.pagination is not None and not self.latest


class Noun(Struct, frozen=True, kw_only=True):
    """A noun and its verbs."""

    name: str
    summary: str
    commands: tuple[Command, ...]


class Program(Struct, frozen=True, kw_only=True):
    """A whole command line."""

    api: Api
    contract_version: str
    summary: str
    bound: tuple[str, ...]
    nouns: tuple[Noun, ...]
