"""The suite holds an operation with a body to the contract: right servers pass, wrong ones do not."""

from typing import Any

import hypothesis
import msgspec
import pytest
import schemathesis
from msgspec import Struct
from schemathesis import GenerationMode

from tests.contract.clause import Checker, Clause
from tests.contract.clauses import all_clauses
from tests.contract.contract import Contract, Operation
from tests.contract.fuzzing import call_settings, check_settings
from tests.contract.fuzzing_rules import operation_of, use_existing_ids
from tests.contract.oracle import judge
from tests.contract.request_body import RequestBody
from tests.contract.response_checks import response_faults
from tests.contract.runner import run_clause, supported_clauses
from tests.contract.senders import RawResponse
from tests.contract.signing import RawRequest

from .pause_job import (
    NAME,
    PATH,
    BodyWithoutBounds,
    BodyWithoutRequirement,
    PauseJobBody,
    open_pause_job_checker,
    patched_document,
)


def clauses_of(contract: Contract) -> list[Clause]:
    return [clause for clause in all_clauses(contract) if clause.id.startswith(f"{NAME}/")]


def violations(checker: Checker) -> dict[str, str]:
    """Return the clauses of PauseJob that a server violates, with the reasons."""
    found = {}
    for clause in supported_clauses(clauses_of(checker.contract), checker.target):
        try:
            run_clause(checker, clause)
        except Exception as error:
            found[clause.id.removeprefix(f"{NAME}/")] = str(error)
    return found


def fuzz(checker: Checker, examples: int) -> None:
    """Send fuzzed requests of PauseJob; raise when a response is not the one deserved."""
    schema = schemathesis.openapi.from_dict(dict(checker.contract.document))
    operation: Any = schema[PATH]["POST"]
    valid, invalid = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @hypothesis.seed(1)
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=valid | invalid)
    def send(case: schemathesis.Case[Any]) -> None:
        use_existing_ids(checker.target.values_for(operation_of(checker.contract, case)), case)
        case.call_and_validate(**check_settings(checker, case), **call_settings(checker, case))

    send()


def test_a_right_server_keeps_every_clause() -> None:
    """Whatever the suite asks of PauseJob, a server that follows the contract does it."""
    with open_pause_job_checker(PauseJobBody) as checker:
        assert violations(checker) == {}


@pytest.mark.parametrize(
    ("body_type", "expected"),
    [
        pytest.param(
            None,
            {"body/absent", "body/malformed/word", "body/root/list", "body/mode/absent"},
            id="body-ignored",
        ),
        pytest.param(BodyWithoutRequirement, {"body/mode/absent"}, id="required-not-checked"),
        pytest.param(
            BodyWithoutBounds,
            {
                "body/timeoutSeconds/below-minimum",
                "body/timeoutSeconds/far-below-minimum",
                "body/timeoutSeconds/above-maximum",
                "body/timeoutSeconds/far-above-maximum",
            },
            id="bounds-not-checked",
        ),
    ],
)
def test_a_wrong_server_violates_clauses(
    body_type: type[Struct] | None, expected: set[str]
) -> None:
    """Clauses of the body, and no others, name the checks that a server leaves out."""
    with open_pause_job_checker(body_type) as checker:
        found = set(violations(checker))

    assert found >= expected
    assert {name for name in found if not name.startswith("body/")} == set()
    assert body_type is not BodyWithoutBounds or found == expected


def test_fuzzed_bodies_are_judged() -> None:
    """schemathesis sends bodies, and the oracle knows what each deserves."""
    with open_pause_job_checker(PauseJobBody) as checker:
        fuzz(checker, examples=100)

    with open_pause_job_checker(None) as checker, pytest.raises(BaseException, match="deserves"):
        fuzz(checker, examples=100)


def test_requests_have_a_valid_body() -> None:
    """A body is sampled from its schema, without the properties that the server writes."""
    body = body_of(Contract(patched_document()))

    assert body.validator.is_valid(body.sample)
    assert body.sample.keys() == {
        "mode",
        "timeoutSeconds",
        "reason",
        "force",
        "labels",
        "savepoint",
    }


def test_an_example_is_the_body() -> None:
    """Requests are built with the example of the contract, if it has one."""
    document = patched_document()
    content = document["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]
    content["example"] = {"mode": "NONE"}

    assert body_of(Contract(document)).sample == {"mode": "NONE"}


def body_of(contract: Contract) -> RequestBody:
    body = contract.operation(NAME).body
    assert body is not None
    return body


def test_an_operation_that_writes_is_not_called_where_data_are_read_only() -> None:
    """All of its clauses need a target that may be written to, and so do those that replay it."""
    clauses = all_clauses(Contract(patched_document()))
    writing = [
        clause
        for clause in clauses
        if clause.id.startswith(f"{NAME}/") or clause.id.endswith(f"used-for-{NAME}")
    ]

    assert len(writing) > 300
    assert [clause.id for clause in writing if "writes" not in clause.needs] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [("true", set()), ("True", set()), ("False", set()), ("TRUE", {"InvalidForce"})],
)
def test_booleans_are_read_as_callers_write_them(text: str, codes: set[str]) -> None:
    """Python callers send `True`, and others `true`."""
    document = patched_document()
    force = {"name": "force", "in": "query", "schema": {"type": "boolean"}}
    document["paths"][PATH]["post"]["parameters"].append(force)
    contract = Contract(document)
    operation = contract.operation(NAME)

    assert set(judge(contract, operation, pause_request(query=f"force={text}")).codes) == codes
    assert {f"{NAME}/force/true-with-capital", f"{NAME}/force/upper"} <= {
        clause.id for clause in clauses_of(contract)
    }


def pause_request(**changes: Any) -> RawRequest:
    headers = {"workspace": "w", "content-type": "application/json"}
    body = b'{"mode": "NONE"}'
    path = PATH.replace("{namespace}", "n").replace("{jobId}", "j")
    return RawRequest("POST", path, "", headers, body).with_changes(**changes)


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (b"", {"MissingBody"}),
        (b"{}", {"MissingMode"}),
        (b'{"mode": null}', {"MissingMode", "InvalidBody"}),
        (b'{"timeoutSeconds": 0}', {"MissingMode", "InvalidBody"}),
        (b'{"mode": "NONE", "savepoint": {}}', {"InvalidBody"}),
        (b'{"mode": "NONE", "stoppedAt": 1}', set()),
        (b'{"mode": "NONE", "new": 1}', set()),
    ],
)
def test_bodies_are_judged(body: bytes, codes: set[str]) -> None:
    """The code of a missing property names it; all other faults are those of the body."""
    contract = Contract(patched_document())
    verdict = judge(contract, contract.operation(NAME), pause_request(body=body))

    assert set(verdict.codes) == codes
    assert verdict.status == (400 if codes else 200)


@pytest.mark.parametrize(
    "body",
    [b'{"mode": "NONE", "reason": null}', b'{"mode": "NONE", "timeoutSeconds": 9.0}'],
)
def test_null_and_integral_fractions_may_be_refused(body: bytes) -> None:
    """The contract leaves open whether null stands for absence, and 9.0 for an integer."""
    contract = Contract(patched_document())
    verdict = judge(contract, contract.operation(NAME), pause_request(body=body))

    assert verdict.fits(200, None)
    assert verdict.fits(400, "InvalidBody")


def test_another_media_type_may_be_refused() -> None:
    """The contract leaves open whether JSON under another name is read."""
    contract = Contract(patched_document())
    request = pause_request().with_header("content-type", "text/plain")
    verdict = judge(contract, contract.operation(NAME), request)

    assert verdict.fits(200, None)
    assert verdict.fits(400, "InvalidBody")
    assert not verdict.fits(500, "InternalError")


def without_payload(document: Any) -> Operation:
    """Let PauseJob have a response of an envelope alone."""
    schemas = document["components"]["schemas"]
    schema = {**schemas["jobs.GetJobResponse"], "properties": {}}
    schema["properties"] = {
        name: node
        for name, node in schemas["jobs.GetJobResponse"]["properties"].items()
        if name != "data"
    }
    responses = document["paths"][PATH]["post"]["responses"]
    responses["200"]["content"]["application/json"]["schema"] = schema
    return Contract(document).operation(NAME)


def test_a_response_needs_no_payload() -> None:
    """An operation whose response has no property for a payload succeeds without one."""
    envelope = {
        "requestId": "1",
        "success": True,
        "httpCode": 200,
        "errorCode": "",
        "errorMessage": "",
    }
    response = RawResponse(200, {"content-type": "application/json"}, msgspec.json.encode(envelope))
    contract = Contract(patched_document())

    assert response_faults(contract, without_payload(patched_document()), response) == []
    assert response_faults(contract, contract.operation(NAME), response) == [
        "data is absent after a success"
    ]


def test_paths_with_a_verb() -> None:
    """The verb of a path is told apart from the id before it, however its colon is written."""
    operation = Contract(patched_document()).operation(NAME)
    found = [
        operation.pattern.match(PATH.replace("{jobId}", text).replace(":pause", verb))
        for text, verb in (
            ("a", ":pause"),
            ("a%3Ab", "%3Apause"),
            ("a", "%3apause"),
            ("a", ":pauses"),
        )
    ]

    assert [match and match["jobId"] for match in found] == ["a", "a%3Ab", "a", None]
