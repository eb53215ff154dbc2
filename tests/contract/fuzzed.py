"""schemathesis's cases, held to our own oracle, which judges each request as it was sent."""

import zlib
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.config import ReportConfig

from .answers import faults
from .clause import Bench
from .contract import SPECIFICATION, Operation
from .oracle import TOO_LONG, is_long, judge
from .over_wire import sent_of, session_over
from .seeding import seed
from .senders import Reply

__all__ = ["EXCLUDED", "SCHEMA", "ask_for_what_is_there", "call_settings", "oracle", "write_html"]

SCHEMA = schemathesis.openapi.from_path(SPECIFICATION)
SCHEMA.config.seed = seed()

# What the oracle asks exactly, these ask roughly; and for an absent Authorization header, which
# clauses cover, they want a status of 401 where this contract has 400.
EXCLUDED: list[Any] = [
    schemathesis.checks.CHECKS.get_one(name)
    for name in (
        "ignored_auth",
        "missing_required_header",
        "negative_data_rejection",
        "positive_data_acceptance",
    )
]


def write_html(directory: Path) -> None:
    """Have schemathesis write its own pages."""
    SCHEMA.config.reports.html = ReportConfig(enabled=True, path=directory)


def operation_of(bench: Bench, case: schemathesis.Case[Any]) -> Operation:
    """Find the operation that a case is of."""
    return bench.contract.operation(case.operation.definition.raw["operationId"])


def ask_for_what_is_there(bench: Bench, case: schemathesis.Case[Any]) -> None:
    """In every other case, put ids that find something in the place of those that were made up."""
    asked = f"{case.path_parameters} {case.query}"
    if zlib.crc32(asked.encode("utf-8", "replace")) % 2:
        return
    for place in (case.path_parameters, case.query, case.headers):
        for name, value in bench.target.values.items():
            if place and name in place:
                place[name] = value


def call_settings(bench: Bench, case: schemathesis.Case[Any]) -> dict[str, Any]:
    """Say how a case is to be sent: over the wire, signed."""
    session = session_over(bench.wire, operation_of(bench, case))
    return {"base_url": bench.target.url, "session": session}


def oracle(bench: Bench) -> Any:
    """Make the check that an answer is the one that its request deserves, and of the right form."""

    def deserved_answer(_context: object, response: Any, case: schemathesis.Case[Any]) -> None:
        operation = operation_of(bench, case)
        sent = sent_of(response.request)
        verdict = judge(bench.contract, operation, sent)
        headers = {name: values[0] for name, values in response.headers.items()}
        reply = Reply(response.status_code, headers, response.content)
        code = reply.json.get(bench.contract.refusal["code"]) if reply.body else None
        if is_long(sent) and (reply.status, code) == TOO_LONG:
            return
        fits = reply.status == verdict.status and (not verdict.codes or code in verdict.codes)
        assert fits, f"the request deserves {verdict}, and got {reply.status} {code or ''}"
        found = faults(bench.contract, operation, reply) if reply.status != 405 else []
        assert not found, "; ".join(found)

    return deserved_answer
