"""Cases of schemathesis, sent with the client of the suite and held to its oracle."""

from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.config import ReportConfig

from .clause import Checker
from .fuzzing_rules import inapplicable_checks, operation_of, oracle_check
from .requests_adapter import signing_session
from .seeding import seed
from .specification import load_document

__all__ = ["SCHEMA", "call_settings", "check_settings", "may_fuzz", "write_html"]

SCHEMA = schemathesis.openapi.from_dict(load_document())
SCHEMA.config.seed = seed()


def write_html(directory: Path) -> None:
    """Have schemathesis write its own pages."""
    SCHEMA.config.reports.html = ReportConfig(enabled=True, path=directory)


def may_fuzz(checker: Checker, method: str) -> bool:
    """Whether made-up requests of a method may be sent: what they create, nobody removes."""
    is_ours = checker.target.control is not None
    return checker.client.may_send(method) and (is_ours or method in ("GET", "HEAD", "OPTIONS"))


def call_settings(checker: Checker, case: schemathesis.Case[Any]) -> dict[str, Any]:
    """Return the settings with which schemathesis sends a case: signed, with the client."""
    session = signing_session(checker.client, operation_of(checker.contract, case))
    return {"base_url": checker.target.url, "session": session}


def check_settings(checker: Checker, case: schemathesis.Case[Any]) -> dict[str, Any]:
    """Return the settings with which schemathesis checks a response: its checks, and the oracle."""
    names = inapplicable_checks(checker.contract, operation_of(checker.contract, case))
    return {
        "additional_checks": [oracle_check(checker.contract)],
        "excluded_checks": [schemathesis.checks.CHECKS.get_one(name) for name in names],
    }
