"""Responses of operations that state several contents: the first that a result is of."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from ..contract.contents import Content, Redirect
from ..contract.operation import Operation
from ..models.additional import encode_model
from ..models.known_types import known
from ..models.unions import decode_union
from ..streaming.events import ServerSentEvent
from .asgi import Response

__all__ = ["encode_stated"]


def encode_stated(operation: Operation[Any], result: object) -> Response:
    """Return the response of a result, with the status and the media type of the first content that
    it fits; bytes may also be encoded JSON, where no content is bytes.

    Raises TypeError for a result that fits none.
    """
    for content in operation.contents:
        if _fits(content, result):
            return _encode(operation, content, result)
    first = operation.contents[0]
    if isinstance(result, bytes):
        return _response(operation, first, result)
    raise TypeError(
        f"{operation.name} returned {type(result).__name__}, which is no stated content"
    )


def _fits(content: Content, result: object) -> bool:
    match content.decoding:
        case "nothing":
            return result is None
        case "redirect":
            return isinstance(result, Redirect)
        case "text":
            return isinstance(result, str)
        case "bytes":
            return isinstance(result, bytes)
        case "events" | "records":
            return isinstance(result, Iterable) and not isinstance(result, str | bytes | dict)
        case _:
            return not isinstance(result, bytes | Redirect) and _is_of(content.type, result)


def _is_of(type_: Any, value: object) -> bool:
    """Whether a value is of a type of JSON; a model is of its own class alone."""
    if isinstance(value, Struct) and isinstance(type_, type) and issubclass(type_, Struct):
        return isinstance(value, type_)
    try:
        msgspec.convert(msgspec.to_builtins(value), type=known(type_), dec_hook=decode_union)
    except (msgspec.MsgspecError, TypeError):
        return False
    return True


def _encode(operation: Operation[Any], content: Content, result: Any) -> Response:
    if content.decoding == "redirect":
        location = {} if result.location is None else {"location": result.location}
        return Response(status=result.status, body=b"", headers=location)
    return _response(operation, content, _encode_body(operation, content, result))


def _encode_body(operation: Operation[Any], content: Content, result: Any) -> bytes:
    match content.decoding:
        case "nothing":
            return b""
        case "text":
            return str(result).encode()
        case "bytes":
            return bytes(result)
        case "events":
            return b"".join(map(_event, result))
        case "records":
            return b"".join(encode_model(item) + b"\n" for item in result)
        case _:
            return encode_model(result, exact=operation.is_exact)


def _event(event: ServerSentEvent[Any]) -> bytes:
    """Return an event as lines."""
    data = event.data if isinstance(event.data, str) else encode_model(event.data).decode()
    fields = [("event", event.event)] if event.event != "message" else []
    fields += [("id", event.id)] if event.id else []
    fields += [("retry", str(event.retry))] if event.retry is not None else []
    fields += [("data", line) for line in data.splitlines() or [""]]
    return "".join(f"{name}: {value}\n" for name, value in fields).encode() + b"\n"


def _response(operation: Operation[Any], content: Content, body: bytes) -> Response:
    status = int(content.status) if content.status.isdecimal() else operation.status
    media = content.media_type
    if content.decoding == "text" and "charset" not in media:
        media = f"{media}; charset=utf-8"
    is_named = media and "*" not in media
    return Response(status=status, body=body, headers={"content-type": media} if is_named else {})
