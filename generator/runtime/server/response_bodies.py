"""Successful responses by content type: JSON, text, bytes, or none."""

from typing import Any

from ..contract.operation import Operation
from .asgi import Response
from .response_encoding import encode_result

__all__ = ["encode_response"]

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


def _media(operation: Operation[Any]) -> str:
    """Return the first media type of a response."""
    media = operation.accept.partition(",")[0]
    return _PLAIN[operation.decoding] if "*" in media else media
