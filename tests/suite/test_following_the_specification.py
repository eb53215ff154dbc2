"""The suite holds no second copy of the contract: what the specification says is what is expected."""

import copy
from collections.abc import Mapping
from typing import Any

from tests.contract.clauses import all_clauses
from tests.contract.contract import Contract
from tests.contract.runner import first_violation, run_clause
from tests.contract.specification import load_document

from .checkers import open_checker

DOCUMENT: Mapping[str, Any] = load_document()
LIST, GET = "/api/v2/namespaces/{namespace}/jobs", "/api/v2/namespaces/{namespace}/jobs/{jobId}"


def broken_by(document: Mapping[str, Any], prefix: str) -> list[str]:
    """Yield the clauses of another contract, by the beginning of their names, that our target breaks."""
    contract = Contract(document)
    with open_checker(contract) as checker:
        clauses = [clause for clause in all_clauses(contract) if clause.id.startswith(prefix)]
        return [clause.id for clause in clauses if first_violation(checker, [clause])]


def parameter(document: Any, name: str) -> Any:
    nodes = document["paths"][LIST]["get"]["parameters"]
    return next(node for node in nodes if node.get("name") == name)


def test_a_bound_that_is_changed_is_expected() -> None:
    """With a smaller maximum, a page of 51 must be refused: our server, which has 100, breaks that."""
    document = copy.deepcopy(dict(DOCUMENT))
    parameter(document, "pageSize")["schema"]["maximum"] = 50

    broken = {f"ListJobs/pageSize/{name}" for name in ("above-maximum", "message")}
    assert broken == set(broken_by(document, "ListJobs/pageSize/"))


def test_a_default_that_is_changed_is_expected() -> None:
    """With another default, leaving the parameter out must mean that one."""
    document = copy.deepcopy(dict(DOCUMENT))
    parameter(document, "sortOrder")["schema"]["default"] = "asc"

    assert broken_by(document, "ListJobs/sortOrder/") == ["ListJobs/sortOrder/default"]


def test_a_value_that_is_new_is_expected() -> None:
    """An enumeration with one value more makes a clause that this is accepted."""
    document = copy.deepcopy(dict(DOCUMENT))
    parameter(document, "sortName")["schema"]["enum"].append("creator")

    assert "ListJobs/sortName/value-creator" in broken_by(document, "ListJobs/sortName/")


def test_a_status_that_is_changed_is_expected() -> None:
    """The status of a code is that of the specification."""
    document = copy.deepcopy(dict(DOCUMENT))
    rule = next(rule for rule in document["x-errors"] if rule["code"] == "MissingAuthorization")
    rule["status"] = 403

    assert "GetJob/signature/absent" in broken_by(document, "GetJob/signature/absent")


def test_a_new_operation_has_its_clauses() -> None:
    """An operation that is only in the specification is asked for all that others are asked for."""
    document = copy.deepcopy(dict(DOCUMENT))
    added = copy.deepcopy(document["paths"][GET]["get"])
    added |= {"operationId": "GetDiary", "x-ram": {**added["x-ram"], "action": "stream:GetDiary"}}
    document["paths"][f"{GET}/diary"] = {"get": added}
    names = {clause.id for clause in all_clauses(Contract(document))}

    assert {name for name in names if name.startswith("GetJob/jobId/")} == {
        name.replace("GetDiary", "GetJob", 1)
        for name in names
        if name.startswith("GetDiary/jobId/")
    }
    assert {"GetDiary/permission/denied", "GetDiary/signature/absent"} <= names
    assert broken_by(document, "GetDiary/answer")


def test_names_of_clauses_are_their_own() -> None:
    """No two clauses have one name."""
    names = [clause.id for clause in all_clauses(Contract(DOCUMENT))]

    assert len(names) == len(set(names))


def test_a_clause_that_holds_says_nothing() -> None:
    """The contract as it stands is kept."""
    with open_checker() as checker:
        for clause in all_clauses(checker.contract)[:20]:
            run_clause(checker, clause)
