"""The latest item of a listing: the first one, when the order of the others confirms it."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Generic, TypeVar

from msgspec import Struct

from ..client.response import Result
from ..contract.operation import Operation
from ..errors import InvalidResponseError
from ..messages import Message
from ..pagination.page_base import first_page_arguments

__all__ = ["Latest", "newest_index"]

ItemT = TypeVar("ItemT")


class Latest(Struct, Generic[ItemT], frozen=True, kw_only=True):
    """The rule that finds the latest item of a listing.

    `time` is the field of an item with its time of creation, `size` the number of items to
    compare.
    """

    operation: Operation[Any]
    time: str
    size: int

    def arguments(self, values: Mapping[str, object]) -> dict[str, object]:
        """Return the arguments of the call whose first page to compare."""
        pagination = self.operation.required_pagination
        return {**first_page_arguments(pagination, values), pagination.size or "": self.size}

    def choose(self, result: Result[Any]) -> ItemT | None:
        """Return the latest item; None when there is none.

        Raises InvalidResponseError when the page does not show which one it is.
        """
        index = self.index(result)
        items: list[ItemT] = self.operation.required_pagination.items_of(result.value)
        return None if index is None else items[index]

    def index(self, result: Result[Any]) -> int | None:
        """Return the index of the latest item in a page; None when there is none.

        Raises InvalidResponseError when the page does not show which one it is.
        """
        pagination = self.operation.required_pagination
        items: list[ItemT] = pagination.items_of(result.value)
        total: int | None = getattr(result.value, pagination.total or "", None)
        if not items and not total:
            return None
        complete = len(items) >= total if total is not None else len(items) < self.size
        index = newest_index([self.time_of(item) for item in items], complete=complete)
        if index is None:
            raise self._undecided(result, len(items), total)
        return index

    def time_of(self, item: ItemT) -> int | None:
        """Return the time of an item; None when it has none."""
        try:
            return int(getattr(item, self.time))
        except (TypeError, ValueError):
            return None

    def _undecided(
        self, result: Result[Any], count: int, total: int | None
    ) -> InvalidResponseError:
        return InvalidResponseError(
            Message(
                "the latest item is uncertain: {count} of {total} items were returned, not sorted by {time} with the newest first",
                count=count,
                total=total,
                time=self.time,
            ),
            operation=self.operation.name,
            request_id=result.request_id,
            body=result.raw[:2048],
        )


def newest_index(times: Sequence[int | None], *, complete: bool) -> int | None:
    """Return the index of the newest time, the first among equals; None when it is not certain.

    None is older than any time. Where the times are the `complete` listing, their order does not
    matter; where it continues, they must fall, since a listing of equal or rising times may end
    with a newer one.
    """
    if complete and len(times) == 1:
        return 0
    ranks = [-math.inf if time is None else time for time in times]
    if not ranks or max(ranks) == -math.inf:
        return None
    if complete:
        return ranks.index(max(ranks))
    falls = ranks[0] > ranks[-1] and all(rank >= next_ for rank, next_ in pairwise(ranks))
    return 0 if falls else None
