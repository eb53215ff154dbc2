"""The content of a page and its place in a listing, whichever client read it."""

from collections.abc import Mapping
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

import msgspec

from ..client.response import Result
from ..contract.operation import Operation, Pagination
from ..errors import InvalidResponseError, UsageError
from ..messages import Argument, Message
from .cursor import PageCursor, TokenCursor

__all__ = [
    "PageBase",
    "Position",
    "check_parallel",
    "first_page_arguments",
    "first_position",
    "index_of",
    "page_call",
    "raw_items",
]

ItemT = TypeVar("ItemT")
Position: TypeAlias = int | str | None
"""What chooses a page: a number, a cursor, or a link; None is the first page of the latter two."""
_FIRST = {"page": 1, "offset": 0}
_MAX_PARALLEL = 100


def first_page_arguments(pagination: Pagination, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments with defaults: the first page, as large as the contract allows."""
    present = {name: value for name, value in arguments.items() if value is not None}
    defaults = {
        pagination.size: pagination.largest,
        pagination.position: _FIRST.get(pagination.style),
    }
    known = {name: value for name, value in defaults.items() if name and value is not None}
    return {**known, **present}


def first_position(pagination: Pagination, arguments: Mapping[str, Any]) -> Position:
    """Return the position of the page that arguments ask for."""
    position: Position = arguments.get(pagination.position or "")
    return position


def index_of(pagination: Pagination, position: Position, size: int, counted: int = 1) -> int:
    """Return the number of a page from 1; where pages are not numbered, how many were `counted`."""
    if not isinstance(position, int):
        return counted
    return position if pagination.style == "page" else position // size + 1


def page_call(
    pagination: Pagination, arguments: Mapping[str, Any], position: Position
) -> tuple[Mapping[str, Any], str | None]:
    """Return the arguments of the call that reads a page, and the link that it follows, if any."""
    if pagination.position is None:
        return arguments, None if position is None else str(position)
    return {**arguments, pagination.position: position}, None


def check_parallel(operation: Operation[Any], parallel: int) -> int:
    """Return a number of parallel reads unchanged; raise UsageError when it is out of bounds."""
    if type(parallel) is not int or not 1 <= parallel <= _MAX_PARALLEL:
        raise UsageError(
            Message(
                "{argument} must be an integer from 1 to {max_parallel}, not {parallel}",
                argument=Argument("parallel"),
                max_parallel=_MAX_PARALLEL,
                parallel=repr(parallel),
            )
        )
    if parallel > 1 and not operation.required_pagination.is_counted:
        raise UsageError(
            Message(
                "{operation} is read page by page: no response says how many pages there are; "
                "leave out {argument}",
                operation=operation.name,
                argument=Argument("parallel"),
            )
        )
    return parallel


def raw_items(raw: bytes, wire_name: str | None) -> list[bytes]:
    """Return the items of a response as received, byte for byte; `wire_name` is their property."""
    items: msgspec.Raw | bytes = raw
    if wire_name is not None:
        items = msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).get(wire_name, b"null")
    return [bytes(item) for item in msgspec.json.decode(items, type=list[msgspec.Raw] | None) or []]


class PageBase(Generic[ItemT]):
    """The content of a page, synchronous or asynchronous.

    `items` are those of this page; `raw` is the response as received, byte for byte.
    `page_index` counts pages from 1; `page_size` is the size asked for, 0 where the contract
    has no parameter for it.
    """

    def __init__(
        self,
        operation: Operation[Any],
        position: Position,
        index: int,
        size: int,
        result: Result[Any],
    ) -> None:
        self._operation = operation
        self._pagination = pagination = operation.required_pagination
        self._position = position
        self._following = _following(pagination, position, result)
        self._total: int | None = getattr(result.value, pagination.total or "", None)
        self.page_index = index
        self.page_size = size
        self.items: list[ItemT] = pagination.items_of(result.value)
        self.request_id = result.request_id
        self.raw = result.raw

    @property
    def total_size(self) -> int:
        """The number of items of all pages; raises UsageError where the contract has none."""
        if not self.has_total:
            raise UsageError(
                Message("{operation}: no response states a total", operation=self._operation.name)
            )
        return self._total or 0

    @property
    def has_total(self) -> bool:
        """Whether the contract has a total of this listing."""
        return self._pagination.total is not None

    @property
    def has_next(self) -> bool:
        """Whether there are items after this page; without a total, whether there may be."""
        return self._next_position is not None

    @property
    def raw_items(self) -> list[bytes]:
        """The items of this page as received, byte for byte, with unknown fields."""
        return raw_items(self.raw, self._pagination.items_wire_name)

    @property
    def _next_position(self) -> Position:
        if not isinstance(self._position, int):
            return self._following
        is_page = self._pagination.style == "page"
        following = self._position + (1 if is_page else len(self.items))
        if self._pagination.total is None:
            return following if self.items else None
        start = self._pagination.start(following, self.page_size)
        is_stuck = following == self._position
        return following if start < self.total_size and not is_stuck else None

    @property
    def _keys(self) -> list[object]:
        return [getattr(item, self._pagination.key) for item in self.items]

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a page reads further pages with its client and is not pickled; pickle its items"
        )

    def _cursor(self) -> PageCursor | TokenCursor:
        if isinstance(self._position, int):
            in_items = self._pagination.style == "offset"
            return PageCursor(first=self._position, size=self.page_size, in_items=in_items)
        return TokenCursor(self._position)

    def _advance(self, cursor: PageCursor | TokenCursor) -> list[int]:
        """Pass this page to a cursor; return the indexes of its new items."""
        try:
            if isinstance(cursor, TokenCursor):
                return cursor.advance(self._keys, self._following)
            return cursor.advance(self._keys, self._total)
        except InvalidResponseError as error:
            error.operation, error.request_id = self._operation.name, self.request_id
            raise

    def __repr__(self) -> str:
        total = "" if self._total is None else f" of {self._total}"
        return (
            f"<page {self.page_index}: {len(self.items)}{total} items, request {self.request_id}>"
        )


def _following(pagination: Pagination, position: Position, result: Result[Any]) -> str | None:
    """Return the cursor or the link that a response names its next page by; None on the last one."""
    if pagination.style == "link":
        return _linked(position, result)
    value = result.value
    for name in pagination.next:
        value = getattr(value, name, None)
    return str(value) if pagination.next and value not in (None, "") else None


def _linked(position: Position, result: Result[Any]) -> str | None:
    from urllib.parse import urljoin

    from .links import next_link

    link = next_link(result.headers.get("link", ""))
    return None if link is None else urljoin(str(position or ""), link)
