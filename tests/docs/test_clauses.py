"""Documents name clauses of the contract tests that there are, and that tell what they say."""

import copy
import re
from pathlib import Path
from typing import Any

import yaml

from tests.contract.clauses import all_clauses
from tests.contract.contract import SPECIFICATION, Contract, load_contract
from tests.contract.running import first_broken
from tests.suite.bench import opened_bench

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def named() -> set[str]:
    """Give the clauses that documents name."""
    said = (document.read_text("utf-8") for document in DOCUMENTS)
    return {one for text in said for one in re.findall(r"test_clause\[(.*?)\]", text)}


def test_clauses_that_documents_name() -> None:
    """Each is one of the contract tests."""
    assert {"ListJobs/pageSize/maximum"} <= named()
    assert set() == named() - {one.id for one in all_clauses(load_contract())}


def test_a_server_that_refuses_a_page_of_101() -> None:
    """Once the contract allows 200, the clause that the README names fails."""
    document: Any = copy.deepcopy(yaml.safe_load(SPECIFICATION.read_text("utf-8")))
    nodes = document["paths"]["/api/v2/namespaces/{namespace}/jobs"]["get"]["parameters"]
    (size,) = (node for node in nodes if node.get("name") == "pageSize")
    size["schema"]["maximum"] = 200
    contract = Contract(document)

    with opened_bench(contract) as bench:
        clauses = [one for one in all_clauses(contract) if one.id == "ListJobs/pageSize/maximum"]
        assert first_broken(bench, clauses)
