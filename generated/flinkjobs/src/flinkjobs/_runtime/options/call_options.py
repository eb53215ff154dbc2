"""Options of single calls: headers and query parameters beside those of the contract."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import msgspec
from msgspec import Struct

from ..client.request import Request, is_header_value
from ..errors import UsageError
from ..messages import Message
from ..parameters.percent_encoding import percent_encode

__all__ = ["NO_OPTIONS", "CallOptions", "QueryValue", "check_headers"]

QueryValue: TypeAlias = str | int | float | bool
_MADE_BY_TRANSPORTS = frozenset({"host", "content-length", "transfer-encoding", "connection"})


class CallOptions(Struct, frozen=True, kw_only=True):
    """Headers and query parameters that replace or join those of each request; names of headers
    are lower-case.
    """

    headers: Mapping[str, str] = {}
    query: Mapping[str, str] = {}

    def extend(
        self,
        headers: Mapping[str, str] | None,
        query: Mapping[str, QueryValue] | None,
        *,
        made: frozenset[str],
    ) -> "CallOptions":
        """Return these options and more; raise UsageError for headers that a client makes itself.

        `made` names those that its signature makes.
        """
        checked = check_headers(headers or {})
        for name in checked.keys() & (_MADE_BY_TRANSPORTS | made):
            raise UsageError(
                Message("headers: {name} is made for each request; leave it out", name=name)
            )
        texts = {name: _text(name, value) for name, value in (query or {}).items()}
        return CallOptions(headers={**self.headers, **checked}, query={**self.query, **texts})

    def apply(self, request: Request, signs: Callable[[str], bool]) -> Request:
        """Return a request with these options; of the headers, those that a signature covers.

        `signs` is whether it covers a header. The others are added to the signed request, as those
        of the whole client are.
        """
        covered = {
            name: value
            for name, value in self.headers.items()
            if name in request.headers or signs(name)
        }
        return msgspec.structs.replace(
            request, headers={**request.headers, **covered}, query=self._join_query(request.query)
        )

    def _join_query(self, query: str) -> str:
        own = {percent_encode(name): percent_encode(value) for name, value in self.query.items()}
        kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0] not in own]
        return "&".join(sorted([*kept, *(f"{name}={value}" for name, value in own.items())]))


NO_OPTIONS = CallOptions()


def check_headers(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Return a user's headers with lower-case names; an error never shows a value, which may be secret."""
    for name, value in headers.items():
        is_text = isinstance(name, str) and isinstance(value, str)
        if not is_text or not is_header_value(value) or not is_header_value(name) or ":" in name:
            raise UsageError(
                Message("headers: {name} or its value is not what a header can be", name=repr(name))
            )
    return {name.lower(): value for name, value in headers.items()}


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(name, str) or not name or not isinstance(value, str | int | float):
        raise UsageError(
            Message(
                "query: {name} must be a name, and its value text, a number or a bool",
                name=repr(name),
            )
        )
    return str(value)
