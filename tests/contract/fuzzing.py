"""Cases of schemathesis, held to the oracle, which judges each request as it was sent."""

import zlib
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.config import ReportConfig

from .clause import Checker
from .contract import Operation
from .oracle import TOO_LONG, is_long, judge
from .requests_adapter import signing_session, to_raw_request
from .response_checks import response_faults
from .seeding import seed
from .senders import RawResponse
from .specification import load_document

__all__ = [
    "SCHEMA",
    "call_settings",
    "excluded_checks",
    "may_fuzz",
    "oracle_check",
    "use_existing_ids",
    "write_html",
]

SCHEMA = schemathesis.openapi.from_dict(load_document())
SCHEMA.config.seed = seed()

# The oracle is stricter than these; and for an absent Authorization header, which clauses cover,
# they expect status 401 where this contract has 400.
_EXCLUDED_CHECKS = (
    "ignored_auth",
    "missing_required_header",
    "negative_data_rejection",
    "positive_data_acceptance",
)
_ALLOW_CHECK = "allow_header_conformance"
"""It does not know that a path may lead to several operations: `{jobId}` also matches `x:stop`."""


def excluded_checks(checker: Checker, case: schemathesis.Case[Any]) -> list[Any]:
    """Return the checks of schemathesis that do not apply to a case."""
    operation = operation_of(checker, case)
    own = {other.method for other in checker.contract.operations if other.path == operation.path}
    is_shared = checker.contract.methods_at(operation.path) != own
    names = (*_EXCLUDED_CHECKS, _ALLOW_CHECK) if is_shared else _EXCLUDED_CHECKS
    return [schemathesis.checks.CHECKS.get_one(name) for name in names]


def write_html(directory: Path) -> None:
    """Have schemathesis write its own pages."""
    SCHEMA.config.reports.html = ReportConfig(enabled=True, path=directory)


def operation_of(checker: Checker, case: schemathesis.Case[Any]) -> Operation:
    """Return the operation that a case is of."""
    return checker.contract.operation(case.operation.definition.raw["operationId"])


def may_fuzz(checker: Checker, method: str) -> bool:
    """Whether made-up requests of a method may be sent: what they create, nobody removes."""
    is_ours = checker.target.control is not None
    return checker.client.may_send(method) and (is_ours or method in ("GET", "HEAD", "OPTIONS"))


def use_existing_ids(checker: Checker, case: schemathesis.Case[Any]) -> None:
    """In every other case, replace made-up ids by the target's own, which find something."""
    drawn = f"{case.path_parameters} {case.query}"
    if zlib.crc32(drawn.encode("utf-8", "replace")) % 2:
        return
    for values in (case.path_parameters, case.query, case.headers, case.body):
        for name, value in checker.target.values_for(operation_of(checker, case)).items():
            if isinstance(values, MutableMapping) and name in values:
                values[name] = value


def call_settings(checker: Checker, case: schemathesis.Case[Any]) -> dict[str, Any]:
    """Return the settings with which schemathesis sends a case: signed, with the client."""
    session = signing_session(checker.client, operation_of(checker, case))
    return {"base_url": checker.target.url, "session": session}


def oracle_check(checker: Checker) -> Any:
    """Build the check that a response is the one that its request deserves, and well-formed."""

    def deserved_response(_context: object, response: Any, case: schemathesis.Case[Any]) -> None:
        operation = operation_of(checker, case)
        request = to_raw_request(response.request)
        verdict = judge(checker.contract, operation, request)
        headers = {name: values[0] for name, values in response.headers.items()}
        raw = RawResponse(response.status_code, headers, response.content)
        code = raw.json.get(checker.contract.error_fields["code"]) if raw.body else None
        if is_long(request) and (raw.status, code) == TOO_LONG:
            return
        fits = verdict.fits(raw.status, code)
        assert fits, f"the request deserves {verdict}, and got {raw.status} {code or ''}"
        faults = response_faults(checker.contract, operation, raw) if raw.status != 405 else []
        assert not faults, "; ".join(faults)

    return deserved_response
