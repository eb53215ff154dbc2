"""Documents name clauses of the contract tests that there are, and that tell what they say."""

import copy
import re
from pathlib import Path
from typing import Any

from tests.contract.clauses import all_clauses
from tests.contract.contract import Contract, load_contract
from tests.contract.runner import first_violation
from tests.contract.specification import load_document
from tests.suite.checkers import open_checker

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def named() -> set[str]:
    """Yield the clauses that documents name."""
    texts = (document.read_text("utf-8") for document in DOCUMENTS)
    return {name for text in texts for name in re.findall(r"test_clause\[(.*?)\]", text)}


def test_clauses_that_documents_name() -> None:
    """Each is one of the contract tests."""
    assert {"ListJobs/pageSize/maximum"} <= named()
    assert named() - {clause.id for clause in all_clauses(load_contract())} == set()


def test_a_server_that_refuses_a_page_of_101() -> None:
    """Once the contract allows 200, the clause that the README names fails."""
    document: Any = copy.deepcopy(load_document())
    nodes = document["paths"]["/api/v2/namespaces/{namespace}/jobs"]["get"]["parameters"]
    (size,) = (node for node in nodes if node.get("name") == "pageSize")
    size["schema"]["maximum"] = 200
    contract = Contract(document)

    with open_checker(contract) as checker:
        clauses = [
            clause for clause in all_clauses(contract) if clause.id == "ListJobs/pageSize/maximum"
        ]
        assert first_violation(checker, clauses)
