"""Related items of entries: read only where a column shows them, a few at a time."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

from ...client.session import Session
from ...errors import ApiError
from ...messages import Message
from ..invocation import Invocation
from .fetch import Entry

__all__ = ["with_related"]

_PARALLEL = 4
_BATCH = 100


class _Joined:
    """An item that has its related items as attributes."""

    def __init__(self, item: Any, related: dict[str, Any]) -> None:
        self._item = item
        self.__dict__.update(related)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._item, name)


def with_related(
    invocation: Invocation, session: Session, entries: Iterable[Entry]
) -> Iterator[Entry]:
    """Yield entries, with the related items that columns show; one that cannot be read is empty."""
    names = sorted(invocation.related_names)
    if not names:
        yield from entries
        return
    errors: list[ApiError] = []

    def join(entry: Entry) -> Entry:
        item, raw = entry
        related: dict[str, Any] = dict.fromkeys(names)
        for name in names:
            try:
                related[name] = _read(invocation, session, name, item)
            except ApiError as error:
                errors.append(error)
        return _Joined(item, related), raw

    remaining = iter(entries)
    with ThreadPoolExecutor(_PARALLEL) as pool:
        while batch := list(islice(remaining, _BATCH)):
            yield from pool.map(join, batch)
    if errors:
        columns = ", ".join(names)
        note = Message(
            "{columns} is empty where it could not be read: {error}",
            columns=columns,
            error=errors[0].describe(errors[0].message_data),
        )
        invocation.note_once(invocation.messages(note))


def _read(invocation: Invocation, session: Session, name: str, item: Any) -> Any:
    related, shared = invocation.command.related[name], invocation.client_scoped
    own = {parameter: getattr(item, field) for parameter, field in related.arguments.items()}
    latest = related.latest
    result = session.call(latest.operation, latest.arguments({**shared, **own}))
    return latest.choose(result)
