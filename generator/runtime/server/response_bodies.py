"""Response bodies by content type: JSON, text, bytes, or none."""

from typing import Any

from ..contract.operation import Operation
from .response_encoding import encode_result

__all__ = ["encode_body"]

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


def _media(operation: Operation[Any]) -> str:
    return _PLAIN[operation.decoding] if "*" in operation.accept else operation.accept
