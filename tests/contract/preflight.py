"""The preflight check: one call of each operation, so that an unusable target is reported once."""

import json
import ssl
from http.client import HTTPException, IncompleteRead
from typing import Any

from .clause import Checker
from .contract import Contract, Operation
from .senders import InvalidJsonResponse, RawResponse
from .target_client import SecretRevealed
from .targets import UnusableTarget
from .targets.factory import NEEDED

__all__ = ["require_usable"]

_FIRST = "ListJobs"
_SHOWN = 60
_LONGEST_MESSAGE = 300


def require_usable(checker: Checker) -> None:
    """Raise UnusableTarget when the target is away, refuses the key, or has no data."""
    operations = checker.contract.operations
    for operation in sorted(operations, key=lambda each: each.name != _FIRST):
        if operation.method == "GET" and _is_known(checker, operation):
            _check(checker, operation)


def _check(checker: Checker, operation: Operation) -> None:
    url, contract = checker.target.url, checker.contract
    response = _reply(checker, operation)
    body = _body(url, response)
    if response.status == 404 and operation.name != _FIRST:
        return  # a server that has no such operation: its clauses will fail
    if response.status != 200:
        raise UnusableTarget(f"{url} {_refused(contract, operation, response, body)}")
    needed = [contract.envelope[name] for name in ("success", "code", "requestId")]
    if not body.keys() & set(needed):
        details = f"without {', '.join(needed)}"
        raise UnusableTarget(f"{url} answers {operation.name} with JSON of another kind, {details}")
    if body.get(contract.envelope["code"]) == contract.not_found:
        details = ", ".join(f"{NEEDED.get(n, n)}={v}" for n, v in checker.target.values.items())
        raise UnusableTarget(f"{url} has nothing to show for {operation.name} with {details}")
    if body.get(contract.envelope["success"]) is False:
        code, message = (body.get(contract.envelope[name]) for name in ("code", "message"))
        raise UnusableTarget(f"{url} fails {operation.name}: {code}: {message}")
    _require_data(checker, operation, body)


def _is_known(checker: Checker, operation: Operation) -> bool:
    """Whether the target has an id for each that an operation needs."""
    return all(
        parameter.name in checker.target.values
        for parameter in operation.parameters
        if parameter.required
    )


def _reply(checker: Checker, operation: Operation) -> RawResponse:
    url = checker.target.url
    try:
        return checker.call(operation)
    except SecretRevealed as error:
        return error.response  # a violation, which every clause reports
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", "") or str(error.reason).lower().replace("_", " ")
        raise UnusableTarget(
            f"{url} cannot be reached over TLS: {why}; is it https that it speaks?"
        ) from None
    except OSError as error:
        raise UnusableTarget(f"{url} cannot be reached: {error.strerror or error}") from None
    except IncompleteRead:
        raise UnusableTarget(f"{url} breaks off in the midst of its response") from None
    except HTTPException as error:
        raise UnusableTarget(f"{url} does not speak HTTP: {type(error).__name__}") from None


def _body(url: str, response: RawResponse) -> dict[str, Any]:
    try:
        body = response.json
    except InvalidJsonResponse:
        kind = response.headers.get("content-type", "no content type")
        begin = json.dumps(response.body[:_SHOWN].decode("utf-8", "replace"))
        raise UnusableTarget(
            f"{url} answers {response.status} with {kind}, not with JSON: {begin}"
        ) from None
    if not isinstance(body, dict):
        raise UnusableTarget(f"{url} answers {response.status} with JSON that is no object")
    return body


def _refused(
    contract: Contract, operation: Operation, response: RawResponse, body: dict[str, Any]
) -> str:
    """Describe an error response: after one, no clause could be checked."""
    code = str(body.get(contract.error_fields["code"], ""))
    message = str(body.get(contract.error_fields["message"], "")).partition("\n")[0]
    reason = f"answers {operation.name} with {response.status}"
    if code in contract.codes("authentication"):
        reason = "refuses the access key"
    elif code in contract.codes("permission"):
        reason = f"does not permit {operation.name}"
    elif response.status == 404 and code:
        reason = f"does not know {operation.name}"
    elif response.status == 429:
        reason = f"still throttles the first {operation.name}; try later, or with RATE=1"
    return ": ".join(filter(None, (reason, code, message[:_LONGEST_MESSAGE])))


def _require_data(checker: Checker, operation: Operation, body: dict[str, Any]) -> None:
    """Require data, and that they have the ids of the environment."""
    values, names = checker.target.values, operation.pagination
    if names and body.get(names["items"]) == [] and operation.name == _FIRST:
        raise UnusableTarget(
            f"{checker.target.url}: the deployment {values['deploymentId']} has no jobs; "
            "name one that has some"
        )
    payload = body.get(checker.contract.envelope["payload"])
    if not isinstance(payload, dict):
        return
    for name in values.keys() - {parameter.name for parameter in operation.parameters}:
        if payload.get(name, values[name]) != values[name]:
            raise UnusableTarget(
                f"{checker.target.url}: what {operation.name} shows is of {name} {payload[name]}, "
                f"not {NEEDED.get(name, name)}={values[name]}"
            )
