"""The only item of a listing whose field has the value of a parameter."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from msgspec import Struct

from ..client.response import Result
from ..contract.operation import Operation
from ..errors import LookupFailedError
from ..messages import Argument, Message

__all__ = ["Only"]

ItemT = TypeVar("ItemT")


class Only(Struct, Generic[ItemT], frozen=True, kw_only=True):
    """The rule that finds the only item: its field `match` equals the parameter `parameter`.

    The listing has all items in one response.
    """

    operation: Operation[Any]
    match: str
    parameter: str

    def choose(self, arguments: Mapping[str, object], result: Result[Any]) -> ItemT:
        """Return the only item; raise LookupFailedError where there is none, or more than one."""
        items: list[ItemT] = self.operation.required_pagination.items_of(result.value)
        return items[self.index(arguments, result)]

    def index(self, arguments: Mapping[str, object], result: Result[Any]) -> int:
        """Return the index of the only item in a response; raise LookupFailedError without one."""
        wanted = arguments[self.parameter]
        items: list[ItemT] = self.operation.required_pagination.items_of(result.value)
        found = [
            index for index, item in enumerate(items) if getattr(item, self.match, None) == wanted
        ]
        if len(found) != 1:
            raise LookupFailedError(self._fault(wanted, len(found)), operation=self.operation.name)
        return found[0]

    def _fault(self, wanted: object, count: int) -> Message:
        facts: dict[str, object] = {
            "argument": Argument(self.parameter),
            "name": repr(wanted),
            "listing": self.operation.name,
        }
        if not count:
            return Message("{argument} {name}: {listing} found none of this name", **facts)
        return Message(
            "{argument} {name}: {listing} found {count} of this name, not one",
            **facts,
            count=count,
        )
