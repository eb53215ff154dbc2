"""Encoding of results, failures and error responses as JSON."""

import json
from typing import Any

import pytest

from flinkjobs._runtime.contract.operation import ErrorBodyFields, Operation
from flinkjobs._runtime.server.response_encoding import (
    encode_error,
    encode_failure,
    encode_result,
)
from flinkjobs._runtime.server.service_api import ErrorResponse, OperationFailure, PageResult

FIELDS = ErrorBodyFields(
    code="Code",
    message="Message",
    request_id="RequestId",
    detail="Detail",
    host="HostId",
    recommend="Recommend",
)


def test_a_page_is_encoded_in_its_envelope(list_cups: Any, cups_parameters: Any) -> None:
    """The envelope has success, the page number, the items and the total."""
    cup = {"cupId": "c1", "size": 3}
    parameters = cups_parameters(shelf="s", room="r", page_index=4)

    body = encode_result(list_cups, parameters, "R1", PageResult(items=[cup], total=31))

    expected = {
        "requestId": "R1",
        "success": True,
        "httpCode": 200,
        "code": "",
        "message": "",
        "pageIndex": 4,
        "totalSize": 31,
        "cups": [{"cupId": "c1", "size": 3}],
    }
    assert json.loads(body) == expected


def test_encoded_json_is_embedded_unchanged(list_cups: Any, cups_parameters: Any) -> None:
    """Stored JSON is neither decoded nor re-encoded: 1.0 does not become 1."""
    stored = [b'{"z":1.0,"a":"\\u00e9"}', b'{"big":123456789012345678901234567890}']
    parameters = cups_parameters(shelf="s", room="r")

    body = encode_result(list_cups, parameters, "R1", PageResult(items=stored, total=2))

    assert b"[" + b",".join(stored) + b"]" in body


def test_an_operation_failure_has_no_items(list_cups: Any) -> None:
    """The envelope has success false, code, message and an empty list."""
    body = encode_failure(list_cups, "R1", OperationFailure("42", "no such shelf"))

    expected = {
        "requestId": "R1",
        "success": False,
        "httpCode": 200,
        "code": "42",
        "message": "no such shelf",
        "cups": [],
    }
    assert json.loads(body) == expected


def test_an_operation_without_pages_has_its_object_as_payload(list_cups: Any) -> None:
    """The payload may be a model or encoded JSON."""
    operation = Operation(
        name="GetCup",
        method="GET",
        path="/cup",
        parameters=(),
        response_type=list_cups.response_type,
        envelope=list_cups.envelope,
    )

    for cup in ({"cupId": "c1"}, b'{"cupId":"c1"}'):
        body = encode_result(operation, None, "R1", cup)

        assert json.loads(body)["cups"] == {"cupId": "c1"}


def test_an_operation_without_an_envelope_has_the_plain_result() -> None:
    """The body is the result itself."""
    operation = Operation(
        name="GetCup", method="GET", path="/cup", parameters=(), response_type=dict
    )

    assert encode_result(operation, None, "R1", {"a": 1}) == b'{"a":1}'


def test_a_page_of_an_operation_without_pages_is_a_type_error(list_cups: Any) -> None:
    """A service that returns a PageResult where there are no pages fails."""
    operation = Operation(
        name="GetCup", method="GET", path="/cup", parameters=(), response_type=dict
    )

    with pytest.raises(TypeError, match="GetCup has no pages"):
        encode_result(operation, None, "R1", PageResult(items=[], total=0))


def test_an_error_response_has_the_fields_of_the_contract() -> None:
    """The body has code, message, request id, host and the recommendation."""
    error = ErrorResponse("Forbidden", "you may not", detail={"Who": "alice"})

    body = encode_error(FIELDS, error, "R1", "example.org", "Ask for it.")

    expected = {
        "RequestId": "R1",
        "HostId": "example.org",
        "Code": "Forbidden",
        "Message": "you may not",
        "Recommend": "Ask for it.",
        "Detail": {"Who": "alice"},
    }
    assert json.loads(body) == expected


def test_an_error_response_omits_empty_fields() -> None:
    """No field is sent as null."""
    body = encode_error(FIELDS, ErrorResponse("C", "m"), "R1", "", None)

    assert json.loads(body) == {"RequestId": "R1", "Code": "C", "Message": "m"}
