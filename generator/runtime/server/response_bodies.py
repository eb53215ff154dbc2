"""Successful responses by content type: JSON, text, bytes, or none."""

from typing import Any

from ..contract.operation import Operation
from ..models.additional import encode_model
from .asgi import Response
from .response_encoding import encode_result
from .service_api import Success

__all__ = ["encode_response", "encode_success"]

_PLAIN = {"text": "text/plain; charset=utf-8", "bytes": "application/octet-stream"}


def encode_response(
    operation: Operation[Any], parameters: object, request_id: str, result: object
) -> Response:
    """Return a successful response, with the headers that describe its body."""
    status = operation.status
    if operation.contents:
        from .stated_contents import encode_stated

        return encode_stated(operation, result)
    if operation.decoding == "nothing" or (result is None and operation.may_be_empty):
        return Response(status=status, body=b"", headers={})
    if operation.decoding == "text" and isinstance(result, str):
        headers = {"content-type": _media(operation)}
        return Response(status=status, body=result.encode(), headers=headers)
    if operation.decoding == "bytes" and isinstance(result, bytes):
        return Response(status=status, body=result, headers={"content-type": _media(operation)})
    body = encode_result(operation, parameters, request_id, result)
    return Response(status=status, body=body, headers={})


def encode_success(
    operation: Operation[Any], parameters: object, request_id: str, success: Success[Any]
) -> Response:
    """Return the response of a success: one of the operation's own status as `encode_response` writes it."""
    status = operation.status if success.status is None else success.status
    if operation.contents or status == operation.status:
        response = encode_response(operation, parameters, request_id, success.value)
    else:
        response = _encode_other(success.value, status)
    status = response.status if success.status is None else status
    headers = {**response.headers, **success.headers}
    return Response(status=status, body=response.body, headers=headers)


def _encode_other(value: object, status: int) -> Response:
    """Return a success of another status than the operation's own, by the type of its value."""
    if value is None:
        return Response(status=status, body=b"", headers={})
    if isinstance(value, bytes):
        return Response(status=status, body=value, headers={"content-type": _PLAIN["bytes"]})
    if isinstance(value, str):
        headers = {"content-type": _PLAIN["text"]}
        return Response(status=status, body=value.encode(), headers=headers)
    headers = {"content-type": "application/json"}
    return Response(status=status, body=encode_model(value), headers=headers)


def _media(operation: Operation[Any]) -> str:
    """Return the first media type of a response."""
    media = operation.accept.partition(",")[0]
    return _PLAIN[operation.decoding] if "*" in media else media
