"""Rules that the suite adds to schemathesis: the oracle checks every response, and ids exist."""

import zlib
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, TypeAlias

import schemathesis

from .contract import Contract, Operation
from .oracle import TOO_LONG, Verdict, is_long, judge
from .requests_adapter import to_raw_request
from .response_checks import response_faults
from .senders import RawResponse

__all__ = ["inapplicable_checks", "operation_of", "oracle_check", "use_existing_ids"]

Check: TypeAlias = Callable[[object, Any, schemathesis.Case[Any]], None]

# The oracle is stricter than these; and for an absent Authorization header, which clauses cover,
# they expect status 401 where this contract has 400.
_INAPPLICABLE_CHECKS = (
    "ignored_auth",
    "missing_required_header",
    "negative_data_rejection",
    "positive_data_acceptance",
)
_MISSING = "MissingAuthorization"
_SIGNED = "ACS3-HMAC-SHA256 Credential="
_UNSIGNED = frozenset({_MISSING, "InvalidSignatureMethod", "IncompleteSignature"})
"""The errors that a request deserves without a signature, or with a made-up text in its place."""
_ALLOW_CHECK = "allow_header_conformance"
"""It does not know that a path may lead to several operations: `{jobId}` also matches `x:stop`."""


def operation_of(contract: Contract, case: schemathesis.Case[Any]) -> Operation:
    """Return the operation that a case is of."""
    return contract.operation(case.operation.definition.raw["operationId"])


def inapplicable_checks(contract: Contract, operation: Operation) -> tuple[str, ...]:
    """Return the names of the checks of schemathesis that do not apply to an operation."""
    own = {other.method for other in contract.operations if other.path == operation.path}
    is_shared = contract.methods_at(operation.path) != own
    return (*_INAPPLICABLE_CHECKS, _ALLOW_CHECK) if is_shared else _INAPPLICABLE_CHECKS


def use_existing_ids(ids: Mapping[str, Any], case: schemathesis.Case[Any]) -> None:
    """In every other case, replace made-up ids by the target's own, which find something."""
    drawn = f"{case.path_parameters} {case.query}"
    if zlib.crc32(drawn.encode("utf-8", "replace")) % 2:
        return
    for values in (case.path_parameters, case.query, case.headers, case.body):
        for name, value in ids.items():
            if isinstance(values, MutableMapping) and name in values:
                values[name] = value


def oracle_check(contract: Contract) -> Check:
    """Build the check that a response is the one that its request deserves, and well-formed."""

    def deserved_response(_context: object, response: Any, case: schemathesis.Case[Any]) -> None:
        operation = operation_of(contract, case)
        request = to_raw_request(response.request)
        verdict = judge(contract, operation, request)
        headers = {name: values[0] for name, values in response.headers.items()}
        raw = RawResponse(response.status_code, headers, response.content)
        body = raw.json if raw.body else None
        code = body.get(contract.error_fields["code"]) if isinstance(body, dict) else None
        if is_long(request) and (raw.status, code) == TOO_LONG:
            return
        if _is_unsigned(response.request):
            verdict = _unsigned(contract, verdict)
        fits = verdict.fits(raw.status, code)
        assert fits, f"the request deserves {verdict}, and got {raw.status} {code or ''}"
        faults = response_faults(contract, operation, raw) if raw.status != 405 else []
        assert not faults, "; ".join(faults)

    return deserved_response


def _is_unsigned(request: Any) -> bool:
    """Whether schemathesis left the signature out, or made one up, to see the request refused."""
    headers = {name.lower(): str(value) for name, value in request.headers.items()}
    return not headers.get("authorization", "").startswith(_SIGNED)


def _unsigned(contract: Contract, verdict: Verdict) -> Verdict:
    """Return what a request deserves that has no signature: its path is looked at before."""
    if verdict.status in (404, 405):
        return verdict
    return Verdict(contract.status(_MISSING), _UNSIGNED, {})
