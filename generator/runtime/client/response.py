"""From the bytes of a response to the typed answer, or to the error that it stands for."""

from functools import cache
from typing import Any, Generic, NoReturn, TypeVar, cast

import msgspec
from msgspec import Struct

from ..contract.api import Api
from ..contract.operation import Envelope, Operation, RefusalFields
from ..errors import RETRYABLE, ApiError, UndecodableAnswer, class_for, rule_for
from ..models.unions import decode_shape
from .request import Response

__all__ = ["Answer", "present", "read_answer"]

AnswerT = TypeVar("AnswerT")
PayloadT = TypeVar("PayloadT")
_KEPT = 2048
_REQUEST_ID = "x-acs-request-id"
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Answer(Struct, Generic[AnswerT], frozen=True):
    """What a call gave: the decoded value, the bytes it came as, the id of the request."""

    value: AnswerT
    raw: bytes
    request_id: str | None


def read_answer(api: Api, operation: Operation[AnswerT], response: Response) -> Answer[AnswerT]:
    """Decode a response, or raise the error it stands for.

    Raises a class of the tree in `errors` by code; UndecodableAnswer, with the JSON path, when
    the body is not what the contract says.
    """
    if 300 <= response.status < 400:
        _redirected(operation, response)
    if not 200 <= response.status < 300:
        _refused(api, operation, response)
    value = _decode(operation, response)
    envelope = operation.envelope
    if envelope is None:
        return Answer(value, response.body, response.headers.get(_REQUEST_ID))
    if getattr(value, envelope.success) is not True:
        _failed(api, operation, envelope, value, response)
    _check_page(operation, value, response)
    return Answer(value, response.body, getattr(value, envelope.request_id))


def present(operation: Operation[Any], answer: Answer[Any], payload: PayloadT | None) -> PayloadT:
    """Give what an answer carries; raise UndecodableAnswer when it succeeded and carries nothing."""
    if payload is not None:
        return payload
    raise UndecodableAnswer(
        "the answer says that it succeeded and carries nothing",
        operation=operation.name,
        request_id=answer.request_id,
        body=answer.raw[:_KEPT],
    )


@cache
def _decoder(answer: type[Any]) -> "msgspec.json.Decoder[Any]":
    try:
        return msgspec.json.Decoder(answer, dec_hook=decode_shape)
    except RecursionError:
        from ..models.deep_decoder import deep_decoder

        return deep_decoder(answer)


def _decode(operation: Operation[AnswerT], response: Response) -> AnswerT:
    if operation.reads != "json" or (operation.may_be_empty and not response.body):
        if operation.reads == "either" and "json" in response.headers.get("content-type", ""):
            return _read_json(operation, response)
        return cast("AnswerT", _unread(operation, response))
    return _read_json(operation, response)


def _read_json(operation: Operation[AnswerT], response: Response) -> AnswerT:
    answer: Any = operation.answer
    decoder: msgspec.json.Decoder[AnswerT] = _decoder(answer)
    try:
        return decoder.decode(response.body)
    except _UNREADABLE as error:
        _undecodable(operation, response, f"the answer is not what the contract says: {error}")


def _unread(operation: Operation[Any], response: Response) -> str | bytes | None:
    """Give an answer that is no JSON."""
    if operation.reads in ("bytes", "either"):
        return response.body
    return response.body.decode("utf-8", "replace") if operation.reads == "text" else None


def _check_page(operation: Operation[Any], value: object, response: Response) -> None:
    """Refuse a page that does not say how much there is in all: a walk would lose the rest."""
    pagination = operation.pagination
    if pagination is not None and getattr(value, pagination.total) is None:
        what = f"the answer is not what the contract says: it has no {pagination.total}"
        _undecodable(operation, response, what)


def _redirected(operation: Operation[Any], response: Response) -> NoReturn:
    place = response.headers.get("location", "nowhere")
    what = f"the server redirects to {place} with status {response.status}"
    _undecodable(operation, response, f"{what}; a request goes to its own endpoint only")


def _undecodable(operation: Operation[Any], response: Response, message: str) -> NoReturn:
    raise UndecodableAnswer(
        message,
        operation=operation.name,
        request_id=response.headers.get(_REQUEST_ID),
        status=response.status,
        headers=response.headers,
        body=response.body[:_KEPT],
    ) from None


def _failed(
    api: Api, operation: Operation[Any], envelope: Envelope, value: object, response: Response
) -> NoReturn:
    code, message = getattr(value, envelope.code), getattr(value, envelope.message)
    if getattr(value, envelope.success) is None and code in (None, *envelope.empty_codes):
        where = f"at `$.{envelope.success}`"
        _undecodable(operation, response, f"the answer does not say whether it succeeded - {where}")
    code, message = (None if text in envelope.empty_codes else text for text in (code, message))
    said = _Said(code=code, message=message, request_id=getattr(value, envelope.request_id))
    raise _error(api, operation, response, said)


def _refused(api: Api, operation: Operation[Any], response: Response) -> NoReturn:
    try:
        body = msgspec.json.decode(response.body, type=dict[str, Any])
    except _UNREADABLE:
        body = {}
    said = _read_refusal(api.refusal, body) if api.refusal else _Said()
    raise _error(api, operation, response, said)


class _Said(Struct, frozen=True, kw_only=True):
    """What a service said of a failure, as far as it did."""

    code: str | None = None
    message: str | None = None
    request_id: str | None = None
    detail: Any = None


def _read_refusal(fields: RefusalFields, body: dict[str, Any]) -> _Said:
    """Read a gateway's body; some products answer the envelope's names with an error status."""
    code = body.get(fields.code) or body.get("errorCode") or body.get("code")
    message = body.get(fields.message) or body.get("errorMessage") or body.get("message")
    return _Said(
        code=_text(code),
        message=_text(message),
        request_id=_text(body.get(fields.request_id) or body.get("requestId")),
        detail=body.get(fields.detail),
    )


def _text(value: object) -> str | None:
    """Give a text; of a list of texts, the first line of its first."""
    if isinstance(value, list):
        return str(value[0]).partition("\n")[0] if value else None
    return None if value is None else str(value)


def _error(api: Api, operation: Operation[Any], response: Response, said: _Said) -> ApiError:
    rule = rule_for(said.code or "", api.errors)
    kind = class_for(rule, response.status)
    return kind(
        said.message or f"the server answered with status {response.status} and no error message",
        code=said.code,
        request_id=said.request_id or response.headers.get(_REQUEST_ID),
        operation=operation.name,
        status=response.status,
        remedy=rule.remedy if rule else None,
        retryable=rule.retryable if rule else response.status in RETRYABLE,
        repair=rule.repair if rule else None,
        detail=said.detail,
        headers=response.headers,
        body=response.body[:_KEPT],
    )
