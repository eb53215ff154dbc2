"""Commands as data: a noun, a verb, and the operation it calls."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct

from ..contract.api import Api
from ..contract.operation import Operation, Parameter
from ..polling.latest import Latest
from ..polling.poller import Waiter

__all__ = ["Command", "Filter", "Noun", "Program", "Wait"]


class Filter(Struct, frozen=True, kw_only=True):
    """What a caller can leave out of a listing by itself: by the value of a field, or by its age.

    `values` are those that the field is known to have. Where no parameter of `orders` is given,
    the listing falls by the field; None when that is not known.
    """

    name: str
    field: str
    keeps: Literal["listed", "since"]
    help: str
    values: tuple[str, ...] = ()
    orders: tuple[str, ...] | None = None


class Wait(Struct, frozen=True, kw_only=True):
    """How a command waits: for which goal when none is given, how often it asks, how long; in seconds."""

    waiter: Waiter[Any]
    goal: str
    every: float
    timeout: float


class Command(Struct, frozen=True, kw_only=True):
    """A verb of a noun; `help` tells of each parameter.

    `columns` are the fields that a table shows, `more_columns` those that a wide one adds, `tones`
    what the values of a column mean to people. `payload` is the field of the answer that is
    shown, if not all of it. With `several`, the answer is a list, of which each is shown. With `latest`, it shows the latest item of what the operation lists;
    with `wait`, it waits.
    """

    verb: str
    operation: Operation[Any]
    summary: str
    description: str
    help: dict[str, str]
    columns: tuple[str, ...] = ()
    more_columns: tuple[str, ...] = ()
    tones: Mapping[str, Mapping[str, str]] = {}
    payload: str = ""
    several: bool = False
    filters: tuple[Filter, ...] = ()
    latest: Latest[Any] | None = None
    wait: Wait | None = None

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of its operations that the command has options for, each once."""
        latest = self.wait.waiter.latest if self.wait else None
        listed = latest.operation.parameters if latest else ()
        both = {one.name: one for one in (*self.operation.parameters, *listed)}
        return tuple(one for one in both.values() if one.name in self.help)

    @property
    def lists(self) -> bool:
        """Whether it shows pages."""
        return self.operation.pagination is not None and not self.latest and not self.wait

    def requires(self, parameter: Parameter) -> bool:
        """Tell whether a parameter must be given."""
        found_otherwise = self.wait is not None and self.wait.waiter.latest is not None
        return parameter.required and not found_otherwise


class Noun(Struct, frozen=True, kw_only=True):
    """A noun and its verbs."""

    name: str
    summary: str
    commands: tuple[Command, ...]


class Program(Struct, frozen=True, kw_only=True):
    """A whole command line; `chinese` loads the Chinese of its texts, by the English."""

    api: Api
    contract_version: str
    summary: str
    bound: tuple[str, ...]
    nouns: tuple[Noun, ...]
    chinese: Callable[[], Mapping[str, str]]
