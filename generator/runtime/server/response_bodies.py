"""Response bodies by content type: JSON, text, bytes, or none."""

from typing import Any

from ..contract.operation import Operation
from ..models.additional import encode_model
from .asgi import Response
from .response_encoding import encode_result
from .service_api import Success

__all__ = ["encode_body", "encode_success"]

_PLAIN = {"text": "text/plain; charset=utf-8", "bytes": "application/octet-stream"}


def encode_body(
    operation: Operation[Any], parameters: object, request_id: str, result: object
) -> tuple[bytes, dict[str, str]]:
    """Return the body of a successful response, and the headers that describe it."""
    if operation.decoding == "nothing" or (result is None and operation.may_be_empty):
        return b"", {}
    if operation.decoding == "text" and isinstance(result, str):
        return result.encode(), {"content-type": _media(operation)}
    if operation.decoding in ("bytes", "either") and isinstance(result, bytes):
        media = _PLAIN["bytes"] if operation.decoding == "either" else _media(operation)
        return result, {"content-type": media}
    return encode_result(operation, parameters, request_id, result), {}


def encode_success(
    operation: Operation[Any], parameters: object, request_id: str, success: Success[Any]
) -> Response:
    """Return the response of a success: one of the operation's own status as `encode_body` writes it."""
    status = operation.status if success.status is None else success.status
    if status == operation.status:
        body, headers = encode_body(operation, parameters, request_id, success.value)
    else:
        body, headers = _encode_other(success.value)
    return Response(status=status, body=body, headers={**headers, **success.headers})


def _encode_other(value: object) -> tuple[bytes, dict[str, str]]:
    """Return the body of another success than the operation's own, by the type of its value."""
    if value is None:
        return b"", {}
    if isinstance(value, bytes):
        return value, {"content-type": _PLAIN["bytes"]}
    if isinstance(value, str):
        return value.encode(), {"content-type": _PLAIN["text"]}
    return encode_model(value), {"content-type": "application/json"}


def _media(operation: Operation[Any]) -> str:
    return _PLAIN[operation.decoding] if "*" in operation.accept else operation.accept
