"""Decoding of the items of a stream: events with their data, or records, each of the type that is stated."""

from collections.abc import Callable, Iterator
from typing import Any

from ..client.contents import content_of
from ..client.error_response import invalid_response
from ..client.response import Response, decode_json
from ..contract.api import Api
from ..contract.contents import Content
from ..contract.operation import Operation
from ..errors import InvalidResponseError
from ..messages import Message
from .events import EventParser, ServerSentEvent
from .lines import RecordParser

__all__ = ["ItemDecoder", "item_decoder"]

_LARGEST = 16 << 20
_LAST_DATA = "[DONE]"
"""The data that many services end a stream of JSON with, where the connection could stay open."""


class ItemDecoder:
    """Makes the items of a response of bytes; it `is_done` after an event with the last data."""

    def __init__(
        self,
        parser: EventParser | RecordParser,
        decode: Callable[[Any], Any],
        refuse: Callable[[str], InvalidResponseError],
        last_data: str | None = None,
    ) -> None:
        self.is_done = False
        self._last_data = last_data
        self._parser = parser
        self._decode = decode
        self._refuse = refuse

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """Yield the items that a piece completes; an empty piece is the end of the response.

        Raises InvalidResponseError for an item that does not match the contract.
        """
        for part in self._parse(chunk):
            if isinstance(part, ServerSentEvent) and part.data == self._last_data:
                self.is_done = True
                return
            yield self._decode(part)

    def _parse(self, chunk: bytes) -> Iterator[Any]:
        try:
            yield from self._parser.feed(chunk) if chunk else self._parser.finish()
        except ValueError as error:
            raise self._refuse(str(error)) from None


def item_decoder(api: Api, operation: Operation[Any], response: Response) -> ItemDecoder:
    """Return the decoder of a response whose content is a stream."""
    content = content_of(operation, response.status, response.headers.get("content-type", ""))
    assert content is not None and content.is_streamed

    def decode(data: bytes) -> Any:
        body = Response(status=response.status, headers={}, body=data)
        return decode_json(api, operation, body, content.type)

    def refuse(reason: str) -> InvalidResponseError:
        message = Message("an item of the response is refused: {reason}", reason=reason)
        return invalid_response(api, operation, response, message)

    if content.decoding == "records":
        return ItemDecoder(RecordParser(_LARGEST), decode, refuse)
    last_data = None if content.type is str else _LAST_DATA
    return ItemDecoder(EventParser(_LARGEST), _event_decoder(content, decode), refuse, last_data)


def _event_decoder(
    content: Content, decode: Callable[[bytes], Any]
) -> Callable[[ServerSentEvent[str]], ServerSentEvent[Any]]:
    """Return what decodes the data of an event: as JSON, unless the contract says that it is text."""

    def decode_event(event: ServerSentEvent[str]) -> ServerSentEvent[Any]:
        data = event.data if content.type is str else decode(event.data.encode())
        return ServerSentEvent(data=data, event=event.event, id=event.id, retry=event.retry)

    return decode_event
