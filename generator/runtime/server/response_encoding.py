"""JSON response bodies: results in their envelope, failures and error responses.

Results that are already encoded as JSON are embedded unchanged.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Raw

from ..contract.operation import ErrorBodyFields, Operation
from ..models.additional import encode_model
from .service_api import ErrorResponse, OperationFailure, PageResult

__all__ = ["encode_error", "encode_failure", "encode_result"]

_SUCCEEDED = ""


def encode_result(
    operation: Operation[Any], parameters: object, request_id: str, result: object
) -> bytes:
    """Encode the result of an operation, in its envelope; None has an envelope without payload."""
    if isinstance(result, PageResult):
        payload = _page(operation, parameters, result)
    elif operation.envelope is None:
        return encode_model(_ready(result), exact=operation.is_exact)
    elif result is None:
        payload = {}
    else:
        payload = {operation.envelope.payload: _ready(result)}
    fields = {**_verdict(operation, request_id, True, _SUCCEEDED, _SUCCEEDED), **payload}
    return encode_model(operation.response_type(**fields), exact=operation.is_exact)


def encode_failure(operation: Operation[Any], request_id: str, failure: OperationFailure) -> bytes:
    """Encode a failure of an operation as its envelope with `success` false."""
    fields = _verdict(operation, request_id, False, failure.code, failure.message)
    if operation.pagination is not None and operation.pagination.items is not None:
        fields[operation.pagination.items] = []
    return msgspec.json.encode(operation.response_type(**fields))


def encode_error(
    fields: ErrorBodyFields, error: ErrorResponse, request_id: str, host: str, remedy: str | None
) -> bytes:
    """Encode an error response as the contract's error body."""
    body: dict[str | None, str | Mapping[str, str] | None] = {
        fields.request_id: request_id,
        fields.host: host,
        fields.code: error.code,
        fields.message: error.message,
        fields.recommend: error.recommend or remedy,
        fields.detail: error.detail,
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


def _page(
    operation: Operation[Any], parameters: object, result: PageResult[Any]
) -> dict[str, object]:
    pagination = operation.pagination
    if pagination is None or pagination.items is None or pagination.total is None:
        raise TypeError(f"{operation.name} has no pages, but its service returned a PageResult")
    numbers = (pagination.position or "", pagination.size or "")
    repeated = {name: getattr(parameters, name) for name in numbers if _has(operation, name)}
    items = [Raw(item) if isinstance(item, bytes) else item for item in result.items]
    return {**repeated, pagination.total: result.total, pagination.items: items}


def _has(operation: Operation[Any], name: str) -> bool:
    return name in operation.response_type.__struct_fields__


def _ready(value: object) -> object:
    """Wrap bytes as raw JSON, which msgspec embeds unchanged."""
    return Raw(value) if isinstance(value, bytes) else value
