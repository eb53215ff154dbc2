"""Checks of every response, whatever the request: its headers, its schema, its envelope."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .contract import Contract, Operation
from .senders import RawResponse
from .value_checks import value_faults, without_nulls

__all__ = ["canonical_json", "response_faults"]


def response_faults(contract: Contract, operation: Operation, response: RawResponse) -> list[str]:
    """List the faults of a response, other than that it may be the wrong one."""
    if str(response.status) not in operation.response_validators:
        return [f"the status {response.status} is not one of those of {operation.name}"]
    faults = list(_header_faults(operation, response))
    body = _as_read(contract, operation, response.json)
    errors = operation.response_validators[str(response.status)].iter_errors(body)
    faults += [f"{_pointer(error)}: {error.message}" for error in errors]
    if faults:
        return faults
    faults += _request_id_faults(contract, response, body)
    if response.status == 200:
        return [
            *faults,
            *_envelope_faults(contract, operation, body),
            *value_faults(contract, operation, body),
        ]
    return [*faults, *_error_faults(contract, response, body)]


def _as_read(contract: Contract, operation: Operation, body: Any) -> Any:
    """Return a body as readers see it: null is absence; after a failure, so is a payload of nothing."""
    body = without_nulls(body)
    if not isinstance(body, dict) or body.get(contract.envelope["success"]) is not False:
        return body
    payload = contract.envelope["payload"]
    is_list = operation.pagination is not None and operation.pagination["items"] == payload
    return {payload: [], **body} if is_list else body


def canonical_json(value: Any) -> str:
    """Write a value so that equal texts mean equal values of equal types."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _header_faults(operation: Operation, response: RawResponse) -> Iterator[str]:
    kind, *settings = response.headers.get("content-type", "").lower().split(";")
    if kind.strip() != "application/json":
        yield f"the content type is {kind or 'absent'}, not application/json"
    for setting in map(str.strip, settings):
        if setting.startswith("charset=") and setting.strip('"') != "charset=utf-8":
            yield f"the {setting} is not that of JSON, which is sent in UTF-8"
    for name, schema in operation.response_headers.get(str(response.status), {}).items():
        text = response.headers.get(name.lower())
        if text is not None and not schema.is_valid(int(text) if _is_number(text) else text):
            yield f"the header {name} may not be {text!r}"
    length = response.headers.get("content-length")
    if length is not None and int(length) != len(response.body):
        yield f"the body has {len(response.body)} bytes, its header has {length}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _request_id_faults(
    contract: Contract, response: RawResponse, body: Mapping[str, Any]
) -> Iterator[str]:
    fields = contract.envelope if response.status == 200 else contract.error_fields
    if not body[fields["requestId"]]:
        yield f"{fields['requestId']} is empty"


def _envelope_faults(
    contract: Contract, operation: Operation, body: Mapping[str, Any]
) -> Iterator[str]:
    fields = contract.envelope
    succeeded, code = body[fields["success"]], body[fields["code"]]
    if succeeded is not (code in fields["emptyCodes"]):
        yield f"{fields['success']} is {succeeded}, but {fields['code']} is {code!r}"
    if canonical_json(body[fields["status"]]) != "200":
        yield f"{fields['status']} is {body[fields['status']]}, not 200"
    if succeeded is not (body[fields["message"]] in fields["emptyCodes"]):
        yield f"{fields['success']} is {succeeded}, but {fields['message']} is {body[fields['message']]!r}"
    if not succeeded and body.get(fields["payload"]):
        yield f"{fields['payload']} is not empty after a failure"
    if not succeeded and contract.errors.get(code, {}).get("status") != 200:
        yield f"{fields['code']} is {code}, which is not a code of failures"
    has_payload = fields["payload"] in operation.response_schema.get("properties", {})
    if succeeded and has_payload and fields["payload"] not in body:
        yield f"{fields['payload']} is absent after a success"
    names = operation.pagination
    if succeeded and names and names["total"] not in body:
        yield f"{names['total']} is absent"


def _error_faults(
    contract: Contract, response: RawResponse, body: Mapping[str, Any]
) -> Iterator[str]:
    code, message = body[contract.error_fields["code"]], body[contract.error_fields["message"]]
    if not message:
        yield f"{contract.error_fields['message']} is empty"
    wrong = contract.errors.get(code, {}).get("status", response.status) != response.status
    if wrong and response.status != 405:
        yield f"the code {code} has the status {contract.status(code)}, not {response.status}"


def _pointer(error: Any) -> str:
    return "$" + "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path
    )
