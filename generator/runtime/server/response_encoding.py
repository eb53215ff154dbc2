"""From results to bodies: the envelope of an answer, and the gateway's own error body.

JSON that is ready to be sent passes through as it is.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Raw

from ..contract.operation import Operation, RefusalFields
from .service_api import BusinessFailure, Items, Refusal

__all__ = ["encode_answer", "encode_failure", "encode_refusal"]

_SUCCEEDED = ""


def encode_answer(
    operation: Operation[Any], parameters: object, request_id: str, result: object
) -> bytes:
    """Encode what an operation answered, in its envelope."""
    if isinstance(result, Items):
        payload = _page(operation, parameters, result)
    elif operation.envelope is not None:
        payload = {operation.envelope.payload: _ready(result)}
    else:
        return msgspec.json.encode(_ready(result))
    fields = {**_verdict(operation, request_id, True, _SUCCEEDED, _SUCCEEDED), **payload}
    return msgspec.json.encode(operation.answer(**fields))


def encode_failure(operation: Operation[Any], request_id: str, failure: BusinessFailure) -> bytes:
    """Encode that an operation was reached and said no."""
    fields = _verdict(operation, request_id, False, failure.code, failure.message)
    if operation.pagination is not None:
        fields[operation.pagination.items] = []
    return msgspec.json.encode(operation.answer(**fields))


def encode_refusal(
    fields: RefusalFields, refusal: Refusal, request_id: str, host: str, remedy: str | None
) -> bytes:
    """Encode that a request did not reach its operation."""
    body: dict[str | None, str | Mapping[str, str] | None] = {
        fields.request_id: request_id,
        fields.host: host,
        fields.code: refusal.code,
        fields.message: refusal.message,
        fields.recommend: refusal.recommend or remedy,
        fields.detail: refusal.detail,
    }
    return msgspec.json.encode({name: value for name, value in body.items() if name and value})


def _verdict(
    operation: Operation[Any], request_id: str, success: bool, code: str, message: str
) -> dict[str, object]:
    envelope = operation.envelope
    if envelope is None:
        return {}
    fields: dict[str, object] = {
        envelope.request_id: request_id,
        envelope.success: success,
        envelope.code: code,
        envelope.message: message,
    }
    return {**fields, envelope.status: 200} if envelope.status else fields


def _page(operation: Operation[Any], parameters: object, result: Items[Any]) -> dict[str, object]:
    pagination = operation.pagination
    if pagination is None:
        raise TypeError(f"{operation.name} has no pages, but its implementation answered Items")
    numbers = (pagination.page, pagination.size)
    repeated = {name: getattr(parameters, name) for name in numbers if _has(operation, name)}
    items = [Raw(item) if isinstance(item, bytes) else item for item in result.items]
    return {**repeated, pagination.total: result.total, pagination.items: items}


def _has(operation: Operation[Any], name: str) -> bool:
    return name in operation.answer.__struct_fields__


def _ready(value: object) -> object:
    """Mark bytes as JSON that is ready to be sent."""
    return Raw(value) if isinstance(value, bytes) else value
