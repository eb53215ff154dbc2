"""The replay of recorded failures: the clause, or the fuzzed request, once more."""

import sys
from collections.abc import Sequence
from pathlib import Path

from .clause import Checker, Clause
from .clauses import all_clauses
from .contract import load_contract
from .oracle import judge
from .preflight import require_usable
from .report.causes import message_of
from .report.files import RecordedFailure, read_failures
from .response_checks import response_faults
from .runner import run_clause
from .signing import Key
from .target_client import open_client
from .targets import UnusableTarget, open_target
from .targets.settings import load_settings

__all__ = ["main"]


def main(reference: str, *, target: str, config: str | None) -> int:
    """Replay the failures of a reference, FILE or FILE#n; return 1 when one of them still fails.

    The server is that of the record unless another one is named.
    """
    settings = Path(config) if config else None
    try:
        failures = _chosen(reference)
        address = target or (failures[0].target if not settings else "")
        contract = load_contract()
        with (
            open_target(address, settings) as opened,
            open_client(contract, opened) as client,
        ):
            checker = Checker(contract, opened, client, failures[0].seed)
            require_usable(checker)
            keys = {key.id: key for key in load_settings(settings).all_keys} if settings else {}
            still = [_fails(checker, failure, keys) for failure in failures]
    except UnusableTarget as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{sum(still)} of {len(still)} still fail")
    return 1 if any(still) else 0


def _chosen(reference: str) -> Sequence[RecordedFailure]:
    """Read the failures that a reference names; raise UnusableTarget when there are none."""
    name, _, number = reference.rpartition("#") if "#" in reference else (reference, "", "")
    try:
        failures = read_failures(Path(name))
    except OSError as error:
        raise UnusableTarget(f"{name} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise UnusableTarget(
            f"{name} is no record of failures: {error}; a run with --report DIR writes "
            "DIR/failures.ndjson"
        ) from None
    chosen = [failure for failure in failures if number in ("", str(failure.number))]
    if not chosen:
        kept = f"it has the numbers 1 to {len(failures)}" if failures else "it has none"
        raise UnusableTarget(f"{name} has no failure {number or 'at all'}; {kept}")
    return chosen


def _fails(checker: Checker, failure: RecordedFailure, keys: dict[str, Key]) -> bool:
    """Repeat a failure, and print what comes of it; return whether it still fails."""
    clauses = {clause.id: clause for clause in all_clauses(checker.contract)}
    clause = clauses.get(failure.clause)
    checker.client.exchanges.clear()
    if clause is not None and not clause.needs <= checker.target.offers:
        raise UnusableTarget(
            f"{failure.clause} needs settings that this run has not; give the same --config FILE"
        )
    message = (
        _message_of_clause(checker, clause)
        if clause
        else _message_of_request(checker, failure, keys)
    )
    print(f"#{failure.number} {failure.clause}: {'still fails' if message else 'holds now'}")
    for exchange in checker.client.exchanges:
        print(
            f"   {exchange.request.method} {exchange.request.target} → {exchange.response.status}"
        )
    if message:
        print(f"   {message}")
    return bool(message)


def _message_of_clause(checker: Checker, clause: Clause) -> str:
    """Run a clause: it sends the same requests, with new nonces and dates."""
    try:
        run_clause(checker, clause)
    except Exception as error:  # as in a run, whatever the server brings about
        return message_of(error).partition("\n")[0]
    return ""


def _message_of_request(checker: Checker, failure: RecordedFailure, keys: dict[str, Key]) -> str:
    """Send a fuzzed request, signed anew, and judge the response as the run did."""
    recorded = failure.request
    if recorded is None:
        raise UnusableTarget(f"{failure.clause} has no request in the record")
    operation = checker.contract.operation(recorded.operation)
    request = recorded.unsigned
    signed = checker.client.sign(operation, request, key=keys.get(recorded.key))
    response = checker.client.send(operation, signed)
    verdict = judge(checker.contract, operation, request)
    body = response.json if response.body else {}
    code = body.get(checker.contract.error_fields["code"]) if isinstance(body, dict) else None
    if not verdict.fits(response.status, code):
        return f"the request deserves {verdict}, and got {response.status} {code or ''}".strip()
    return "; ".join(response_faults(checker.contract, operation, response))
