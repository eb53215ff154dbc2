"""Error responses: an error status with a body, or a failure inside an envelope."""

from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from ..contract.api import Api
from ..contract.operation import Envelope, ErrorBodyFields, Operation
from ..errors import RETRYABLE, ApiError, InvalidResponseError, error_class, find_error_rule
from ..messages import Message
from ..models.additional import keep_additional
from ..models.known_types import known
from ..models.unions import decode_union

if TYPE_CHECKING:
    from .error_body import ReportedError
    from .response import Response

__all__ = ["UNDECODABLE", "invalid_response", "raise_error_response", "raise_failure"]

UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""The errors of decoding a body."""


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
        body=response.body,
    )


def raise_failure(
    api: Api, operation: Operation[Any], envelope: Envelope, value: object, response: "Response"
) -> NoReturn:
    """Raise the error that an envelope reports; InvalidResponseError when it reports nothing."""
    from .error_body import ReportedError

    code, message = getattr(value, envelope.code), getattr(value, envelope.message)
    if getattr(value, envelope.success) is None and code in (None, *envelope.empty_codes):
        text = Message(
            "the response does not report success or failure - at `$.{name}`",
            name=envelope.success,
        )
        raise invalid_response(api, operation, response, text)
    code, message = (None if text in envelope.empty_codes else text for text in (code, message))
    request_id = getattr(value, envelope.request_id)
    reported = ReportedError(code=code, message=message, request_id=request_id)
    raise _build_error(api, operation, response, reported)


def raise_error_response(api: Api, operation: Operation[Any], response: "Response") -> NoReturn:
    """Raise the error that a response with an error status reports."""
    from .error_body import read_error_body

    if api.error_body is not None:
        reported = _read_body(api.error_body, response.body)
    else:
        media = response.headers.get("content-type", "")
        reported = read_error_body(response.body, media, response.status)
    error = _build_error(api, operation, response, reported)
    error.model = _stated_model(api, operation, response)
    raise error


def _read_body(fields: ErrorBodyFields, data: bytes) -> "ReportedError":
    """Read a body with the fields that the contract names; some services use an envelope's there."""
    from .error_body import ReportedError, first_text

    try:
        body = msgspec.json.decode(data, type=dict[str, Any])
    except UNDECODABLE:
        body = {}
    code = body.get(fields.code) or body.get("errorCode") or body.get("code")
    message = body.get(fields.message) or body.get("errorMessage") or body.get("message")
    return ReportedError(
        code=first_text(code),
        message=first_text(message),
        request_id=first_text(body.get(fields.request_id) or body.get("requestId")),
        detail=body.get(fields.detail),
    )


def _stated_model(api: Api, operation: Operation[Any], response: "Response") -> Any:
    """Return the body as the contract states it for the status; None for any other body."""
    if api.load_error_bodies is None:
        return None
    types = api.load_error_bodies().get(operation.name, {})
    statuses = (str(response.status), f"{response.status // 100}XX", "default")
    stated = next((types[status] for status in statuses if status in types), None)
    if stated is None:
        return None
    try:
        value = msgspec.json.decode(response.body, type=known(stated), dec_hook=decode_union)
        keep_additional(value, msgspec.json.decode(response.body))
    except UNDECODABLE:
        return None
    return value


def _build_error(
    api: Api, operation: Operation[Any], response: "Response", reported: "ReportedError"
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
        body=response.body,
    )
