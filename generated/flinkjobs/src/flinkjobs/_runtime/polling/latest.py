"""Which item of a listing is the latest: the first one, where the others bear that out."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Generic, TypeVar

from msgspec import Struct

from ..client.response import Answer
from ..contract.operation import Operation
from ..errors import UndecodableAnswer

__all__ = ["Latest", "newest"]

ItemT = TypeVar("ItemT")


class Latest(Struct, Generic[ItemT], frozen=True, kw_only=True):
    """How the latest item of a listing is found.

    `time` is the field of an item that says when it came to be, `size` the number of items to
    look at.
    """

    operation: Operation[Any]
    time: str
    size: int

    def ask(self, values: Mapping[str, object]) -> dict[str, object]:
        """Give the values of the call whose answer to choose from."""
        pagination = self.operation.paged
        return {**values, pagination.page: 1, pagination.size: self.size}

    def choose(self, answer: Answer[Any]) -> ItemT | None:
        """Give the latest item; None when there is none.

        Raises UndecodableAnswer when the answer leaves open which one it is.
        """
        place = self.place(answer)
        items: list[ItemT] = getattr(answer.value, self.operation.paged.items)
        return None if place is None else items[place]

    def place(self, answer: Answer[Any]) -> int | None:
        """Give the place of the latest item in the answer; None when there is none.

        Raises UndecodableAnswer when the answer leaves open which one it is.
        """
        pagination = self.operation.paged
        items: list[ItemT] = getattr(answer.value, pagination.items) or []
        total: int | None = getattr(answer.value, pagination.total)
        if not items and not total:
            return None
        whole = len(items) >= total if total is not None else len(items) < self.size
        place = newest([self.time_of(item) for item in items], whole=whole)
        if place is None:
            raise self._undecided(answer, len(items), total)
        return place

    def time_of(self, item: ItemT) -> int | None:
        """Read when an item came to be; None where it does not say."""
        try:
            return int(getattr(item, self.time))
        except (TypeError, ValueError):
            return None

    def _undecided(self, answer: Answer[Any], shown: int, total: int | None) -> UndecodableAnswer:
        return UndecodableAnswer(
            f"the latest cannot be told: {shown} of {total} items came, "
            f"not in the order of {self.time} with the newest first",
            operation=self.operation.name,
            request_id=answer.request_id,
            body=answer.raw[:2048],
        )


def newest(times: Sequence[int | None], *, whole: bool) -> int | None:
    """Give the place of the newest time, the first among equals; None when nobody can be sure.

    None is older than any time. Where the times are the `whole` listing, their order does not
    matter; where it goes on, they must fall, for a listing of equal or rising times may end with
    a newer one.
    """
    if whole and len(times) == 1:
        return 0
    ranks = [-math.inf if time is None else time for time in times]
    if not ranks or max(ranks) == -math.inf:
        return None
    if whole:
        return ranks.index(max(ranks))
    falls = ranks[0] > ranks[-1] and all(one >= next_ for one, next_ in pairwise(ranks))
    return 0 if falls else None
