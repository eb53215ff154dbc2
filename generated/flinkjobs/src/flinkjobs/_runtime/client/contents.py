"""Responses of operations that state several contents: the one that fits status and media type."""

from collections.abc import Sequence
from typing import Any

from ..contract.api import Api
from ..contract.contents import Content, Redirect
from ..contract.operation import Operation
from ..messages import Message
from ..parameters.charsets import decode_text
from .error_response import invalid_response
from .response import Response, Result, decode_json, raise_unsuccessful

__all__ = ["content_of", "decode_content"]


def decode_content(api: Api, operation: Operation[Any], response: Response) -> Result[Any]:
    """Decode a response as the content that it has.

    Raises the error that it reports, and InvalidResponseError where its media type is none of those
    of its status.
    """
    stated = _of_status(operation.contents, response.status)
    if not stated:
        raise_unsuccessful(api, operation, response)
        message = Message(
            "the response has the status {status}, which the contract does not state",
            status=response.status,
        )
        raise invalid_response(api, operation, response, message)
    media = response.headers.get("content-type", "")
    content = _of_media(stated, media)
    is_redirect = content is not None and content.decoding == "redirect"
    if not response.body and operation.may_be_empty and not is_redirect:
        content = _NOTHING
    if content is None:
        message = Message(
            "the response has the media type {media}, which is none of {stated}",
            media=media,
            stated=", ".join(each.media_type for each in stated),
        )
        raise invalid_response(api, operation, response, message)
    value = _value(api, operation, response, content)
    return Result(
        value, response.body, response.headers.get(api.request_id_header), response.headers
    )


_NOTHING = Content(status="", decoding="nothing")


def content_of(operation: Operation[Any], status: int, media: str) -> Content | None:
    """Return the content that a response has by its status and media type; None where it has none."""
    return _of_media(_of_status(operation.contents, status), media)


def _value(api: Api, operation: Operation[Any], response: Response, content: Content) -> Any:
    match content.decoding:
        case "json":
            return decode_json(api, operation, response, content.type)
        case "text":
            return decode_text(response.body, response.headers.get("content-type", ""))
        case "redirect":
            return Redirect(status=response.status, location=response.headers.get("location"))
        case "nothing":
            return None
        case _:
            return response.body


def _of_status(contents: Sequence[Content], status: int) -> list[Content]:
    """Return the contents of a status: those of itself, of its range, by default, or of any success."""
    is_success = 200 <= status < 300
    for stated in (str(status), f"{status // 100}XX", "default" if is_success else ""):
        if found := [content for content in contents if content.status == stated]:
            return found
    return [content for content in contents if is_success and content.status.startswith("2")]


def _of_media(contents: Sequence[Content], media: str) -> Content | None:
    """Return the content of a media type; one that is not named is that of the only content, or JSON."""
    actual = media.partition(";")[0].strip().lower()
    for pattern in (actual, f"{actual.partition('/')[0]}/*", "*/*"):
        for content in contents:
            if content.media_type.partition(";")[0].strip().lower() == pattern:
                return content
    if len(contents) == 1 or not actual:
        return next(iter(contents), None)
    is_json = "json" in actual
    return next((each for each in contents if is_json and each.decoding == "json"), None)
