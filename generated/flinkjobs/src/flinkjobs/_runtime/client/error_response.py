"""Error responses: an error status with a body, or a failure inside an envelope."""

from typing import TYPE_CHECKING, Any, NoReturn

import msgspec
from msgspec import Struct

from ..contract.api import Api
from ..contract.operation import Envelope, ErrorBodyFields, Operation
from ..errors import RETRYABLE, ApiError, InvalidResponseError, error_class, find_error_rule
from ..messages import Message

if TYPE_CHECKING:
    from .response import Response

__all__ = ["UNDECODABLE", "invalid_response", "raise_error_response", "raise_failure"]

UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""The errors of decoding a body."""
_KEPT_BYTES = 2048


class _ReportedError(Struct, frozen=True, kw_only=True):
    """An error as the service reports it; absent facts are None."""

    code: str | None = None
    message: str | None = None
    request_id: str | None = None
    detail: Any = None


def invalid_response(
    api: Api, operation: Operation[Any], response: "Response", message: Message
) -> InvalidResponseError:
    """Build the error for a response that does not match the contract."""
    return InvalidResponseError(
        message,
        operation=operation.name,
        request_id=response.headers.get(api.request_id_header),
        status=response.status,
        headers=response.headers,
        body=response.body[:_KEPT_BYTES],
    )


def raise_failure(
    api: Api, operation: Operation[Any], envelope: Envelope, value: object, response: "Response"
) -> NoReturn:
    """Raise the error that an envelope reports; InvalidResponseError when it reports nothing."""
    code, message = getattr(value, envelope.code), getattr(value, envelope.message)
    if getattr(value, envelope.success) is None and code in (None, *envelope.empty_codes):
        text = Message(
            "the response does not report success or failure - at `$.{name}`",
            name=envelope.success,
        )
        raise invalid_response(api, operation, response, text)
    code, message = (None if text in envelope.empty_codes else text for text in (code, message))
    request_id = getattr(value, envelope.request_id)
    reported = _ReportedError(code=code, message=message, request_id=request_id)
    raise _build_error(api, operation, response, reported)


def raise_error_response(api: Api, operation: Operation[Any], response: "Response") -> NoReturn:
    """Raise the error that a response with an error status reports."""
    try:
        body = msgspec.json.decode(response.body, type=dict[str, Any])
    except UNDECODABLE:
        body = {}
    reported = _read_body(api.error_body, body) if api.error_body else _ReportedError()
    raise _build_error(api, operation, response, reported)


def _read_body(fields: ErrorBodyFields, body: dict[str, Any]) -> _ReportedError:
    """Read the body of an error response; some services use an envelope's names there."""
    code = body.get(fields.code) or body.get("errorCode") or body.get("code")
    message = body.get(fields.message) or body.get("errorMessage") or body.get("message")
    return _ReportedError(
        code=_first_text(code),
        message=_first_text(message),
        request_id=_first_text(body.get(fields.request_id) or body.get("requestId")),
        detail=body.get(fields.detail),
    )


def _first_text(value: object) -> str | None:
    """Return a value as text; of a list of texts, the first line of its first."""
    if isinstance(value, list):
        return str(value[0]).partition("\n")[0] if value else None
    return None if value is None else str(value)


def _build_error(
    api: Api, operation: Operation[Any], response: "Response", reported: _ReportedError
) -> ApiError:
    rule = find_error_rule(reported.code or "", api.errors)
    class_ = error_class(rule, response.status)
    return class_(
        reported.message
        or Message(
            "the server responded with status {status} and no error message",
            status=response.status,
        ),
        code=reported.code,
        request_id=reported.request_id or response.headers.get(api.request_id_header),
        operation=operation.name,
        status=response.status,
        remedy=Message(rule.remedy) if rule else None,
        retryable=rule.retryable if rule else response.status in RETRYABLE,
        repair=rule.repair if rule else None,
        detail=reported.detail,
        headers=response.headers,
        body=response.body[:_KEPT_BYTES],
    )
