"""What an answer is sent as: JSON, text, bytes, or nothing."""

from typing import Any

from ..contract.operation import Operation
from .response_encoding import encode_answer

__all__ = ["content_of"]

_PLAIN = {"text": "text/plain; charset=utf-8", "bytes": "application/octet-stream"}


def content_of(
    operation: Operation[Any], parameters: object, request_id: str, result: object
) -> tuple[bytes, dict[str, str]]:
    """Give the body of an answer and the headers that say what it is."""
    if operation.reads == "nothing" or (result is None and operation.may_be_empty):
        return b"", {}
    if operation.reads == "text" and isinstance(result, str):
        return result.encode(), {"content-type": _media(operation)}
    if operation.reads in ("bytes", "either") and isinstance(result, bytes):
        media = _PLAIN["bytes"] if operation.reads == "either" else _media(operation)
        return result, {"content-type": media}
    return encode_answer(operation, parameters, request_id, result), {}


def _media(operation: Operation[Any]) -> str:
    return _PLAIN[operation.reads] if "*" in operation.accept else operation.accept
