"""Results become the bodies that the contract describes."""

import json
from typing import Any

import pytest

from flinkjobs._runtime.contract.operation import Operation, RefusalFields
from flinkjobs._runtime.server.response_encoding import (
    encode_answer,
    encode_failure,
    encode_refusal,
)
from flinkjobs._runtime.server.service_api import BusinessFailure, Items, Refusal

FIELDS = RefusalFields(
    code="Code",
    message="Message",
    request_id="RequestId",
    detail="Detail",
    host="HostId",
    recommend="Recommend",
)


def test_a_page_is_answered_in_its_envelope(list_cups: Any, cups_parameters: Any) -> None:
    """Success says so, repeats the page number, and holds items and total."""
    cup = {"cupId": "c1", "size": 3}
    parameters = cups_parameters(shelf="s", room="r", page_index=4)

    body = encode_answer(list_cups, parameters, "R1", Items(items=[cup], total=31))

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
    assert expected == json.loads(body)


def test_ready_json_goes_out_byte_for_byte(list_cups: Any, cups_parameters: Any) -> None:
    """Stored JSON is neither decoded nor written anew: not even 1.0 becomes 1."""
    stored = [b'{"z":1.0,"a":"\\u00e9"}', b'{"big":123456789012345678901234567890}']
    parameters = cups_parameters(shelf="s", room="r")

    body = encode_answer(list_cups, parameters, "R1", Items(items=stored, total=2))

    assert b"[" + b",".join(stored) + b"]" in body


def test_a_business_failure_is_an_answer_without_items(list_cups: Any) -> None:
    """It says that the call did not succeed, why, and lists nothing."""
    body = encode_failure(list_cups, "R1", BusinessFailure("42", "no such shelf"))

    expected = {
        "requestId": "R1",
        "success": False,
        "httpCode": 200,
        "code": "42",
        "message": "no such shelf",
        "cups": [],
    }
    assert expected == json.loads(body)


def test_an_operation_without_pages_answers_its_object(list_cups: Any) -> None:
    """The object itself is the payload, a model or ready JSON alike."""
    operation = Operation(
        name="GetCup",
        method="GET",
        path="/cup",
        parameters=(),
        answer=list_cups.answer,
        envelope=list_cups.envelope,
    )

    for cup in ({"cupId": "c1"}, b'{"cupId":"c1"}'):
        body = encode_answer(operation, None, "R1", cup)

        assert {"cupId": "c1"} == json.loads(body)["cups"]


def test_an_operation_without_an_envelope_answers_nothing_else() -> None:
    """Where the contract has no envelope there is none."""
    operation = Operation(name="GetCup", method="GET", path="/cup", parameters=(), answer=dict)

    assert b'{"a":1}' == encode_answer(operation, None, "R1", {"a": 1})


def test_items_of_an_operation_without_pages_are_a_mistake(list_cups: Any) -> None:
    """An implementation that answers the wrong thing hears so."""
    operation = Operation(name="GetCup", method="GET", path="/cup", parameters=(), answer=dict)

    with pytest.raises(TypeError, match="GetCup has no pages"):
        encode_answer(operation, None, "R1", Items(items=[], total=0))


def test_a_refusal_has_the_gateways_fields() -> None:
    """Code, message, request id and host, with what the contract recommends."""
    refusal = Refusal("Forbidden", "you may not", detail={"Who": "alice"})

    body = encode_refusal(FIELDS, refusal, "R1", "example.org", "Ask for it.")

    expected = {
        "RequestId": "R1",
        "HostId": "example.org",
        "Code": "Forbidden",
        "Message": "you may not",
        "Recommend": "Ask for it.",
        "Detail": {"Who": "alice"},
    }
    assert expected == json.loads(body)


def test_a_refusal_leaves_out_what_it_does_not_know() -> None:
    """Nothing is sent as null."""
    body = encode_refusal(FIELDS, Refusal("C", "m"), "R1", "", None)

    assert {"RequestId": "R1", "Code": "C", "Message": "m"} == json.loads(body)
