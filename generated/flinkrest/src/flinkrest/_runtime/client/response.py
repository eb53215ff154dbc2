"""Responses, and how one becomes a typed result or the error that it reports."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Generic, NoReturn, Protocol, TypeVar, cast

import msgspec
from msgspec import Struct

from ..contract.api import Api
from ..contract.operation import Operation, Pagination
from ..errors import InvalidResponseError
from ..messages import Message
from ..models.additional import keep_additional
from ..models.formats import decode_plain
from ..models.known_types import LEARNING
from ..models.unions import decode_union
from .error_response import UNDECODABLE, invalid_response, raise_error_response, raise_failure
from .idempotency import READ_METHODS

__all__ = [
    "Response",
    "Result",
    "check_page",
    "decode_json",
    "decode_response",
    "raise_unsuccessful",
    "require_payload",
]

ResponseT = TypeVar("ResponseT")
PayloadT = TypeVar("PayloadT")


class ResponseStream(Protocol):
    """The part of a response that has not been read yet."""

    def value(self, api: Api, operation: Operation[Any], response: "Response") -> Any:
        """Return what the caller reads it with."""


class Response(Struct, frozen=True, kw_only=True):
    """A response: header names are lower-case; `stream` reads the rest of it, where there is one."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    stream: ResponseStream | None = None


class Result(Struct, Generic[ResponseT], frozen=True):
    """The result of a call: the decoded value, the raw body, the request id, and the headers."""

    value: ResponseT
    raw: bytes
    request_id: str | None
    headers: Mapping[str, str] = {}


def decode_response(
    api: Api, operation: Operation[ResponseT], response: Response
) -> Result[ResponseT]:
    """Decode a response, or raise the error that it reports.

    Raises an error of the module `errors` by code; InvalidResponseError, with the JSON path, when
    the body does not match the contract.
    """
    if response.stream is not None:
        value = response.stream.value(api, operation, response)
        return Result(value, b"", response.headers.get(api.request_id_header), response.headers)
    if operation.contents:
        from .contents import decode_content

        return decode_content(api, operation, response)
    raise_unsuccessful(api, operation, response)
    value = _decode(api, operation, response)
    envelope = operation.envelope
    if envelope is None:
        request_id = response.headers.get(api.request_id_header)
        return Result(value, response.body, request_id, response.headers)
    if getattr(value, envelope.success) is not True:
        raise_failure(api, operation, envelope, value, response)
    return Result(value, response.body, getattr(value, envelope.request_id), response.headers)


def raise_unsuccessful(api: Api, operation: Operation[Any], response: Response) -> None:
    """Raise the error of a response that is no success, if it is none."""
    if 200 <= response.status < 300:
        return
    if 300 <= response.status < 400:
        _raise_redirect(api, operation, response)
    raise_error_response(api, operation, response)


def require_payload(
    operation: Operation[Any], result: Result[Any], payload: PayloadT | None
) -> PayloadT:
    """Return the payload of an envelope; raise InvalidResponseError when a success has none."""
    if payload is not None:
        return payload
    error = InvalidResponseError(
        Message("the response reports success without a payload"),
        operation=operation.name,
        request_id=result.request_id,
        body=result.raw[:2048],
    )
    error.may_have_acted = operation.method not in READ_METHODS
    raise error


@cache
def _decoder(response_type: type[Any]) -> "msgspec.json.Decoder[Any]":
    with LEARNING:
        try:
            return msgspec.json.Decoder(response_type, dec_hook=decode_union)
        except RecursionError:
            from ..models.deep_decoder import deep_decoder

            return deep_decoder(response_type)


def _decode(api: Api, operation: Operation[ResponseT], response: Response) -> ResponseT:
    if operation.decoding != "json" or (operation.may_be_empty and not response.body):
        return cast("ResponseT", _plain_body(operation, response))
    value: ResponseT = decode_json(api, operation, response, operation.response_type)
    return value


def decode_json(api: Api, operation: Operation[Any], response: Response, type_: Any) -> Any:
    """Return the JSON of a response as a type; raise InvalidResponseError when it is none of it."""
    decoder: msgspec.json.Decoder[Any] = _decoder(type_)
    try:
        body = response.body
        if "charset" in (content_type := response.headers.get("content-type", "")):
            from ..parameters.charsets import to_utf_8

            body = to_utf_8(body, content_type)
        value = decoder.decode(body)
        if operation.keeps_additional:
            keep_additional(value, decode_plain(body, exact=operation.is_exact))
        return value
    except (*UNDECODABLE, ValueError) as error:
        message = _mismatch(str(error))
    raise invalid_response(api, operation, response, message)


def _plain_body(operation: Operation[Any], response: Response) -> str | bytes | None:
    """Return a body that is not JSON."""
    if operation.decoding == "bytes":
        return response.body
    if operation.decoding != "text":
        return None
    from ..parameters.charsets import decode_text

    return decode_text(response.body, response.headers.get("content-type", ""))


def check_page(
    api: Api,
    operation: Operation[Any],
    arguments: Mapping[str, Any],
    result: Result[Any],
    response: Response,
) -> None:
    """Raise InvalidResponseError for a page that would end a listing too early.

    One without a total, or without items where its total says that there are some; the latter is
    retryable, since a service may count and read at different moments.
    """
    pagination = operation.required_pagination
    if pagination.total is None or not pagination.is_numbered:
        return
    total = getattr(result.value, pagination.total, None)
    if total is None:
        message = _mismatch(Message("it has no {name}", name=pagination.total))
    elif not pagination.items_of(result.value) and _is_expected(pagination, arguments, total):
        message = Message(
            "the response contradicts itself: the page with {parameter} {position} is empty, "
            "but {name} is {total}",
            parameter=pagination.position,
            position=arguments.get(pagination.position or ""),
            name=pagination.total,
            total=total,
        )
    else:
        return
    error = invalid_response(api, operation, response, message)
    error.request_id = result.request_id or error.request_id
    error.retryable = total is not None
    raise error


def _is_expected(pagination: Pagination, arguments: Mapping[str, Any], total: int) -> bool:
    """Whether a page has items by the total of the listing."""
    position, size = (arguments.get(name or "") for name in (pagination.position, pagination.size))
    return position is not None and size is not None and pagination.start(position, size) < total


def _mismatch(reason: str | Message) -> Message:
    return Message("the response does not match the contract: {reason}", reason=reason)


def _raise_redirect(api: Api, operation: Operation[Any], response: Response) -> NoReturn:
    location = response.headers.get("location") or Message("nowhere")
    message = Message(
        "the server redirects to {location} with status {status}; "
        "a request goes to its own endpoint only",
        location=location,
        status=response.status,
    )
    raise invalid_response(api, operation, response, message)
