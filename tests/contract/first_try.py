"""One call of each operation before anything else: a target that cannot be used says so once."""

import json
import ssl
from http.client import HTTPException, IncompleteRead
from typing import Any

from .clause import Bench
from .contract import Contract, Operation
from .senders import Reply, UnreadableReply
from .targets import UnusableTarget
from .targets.opening import NEEDED

__all__ = ["require_usable"]

_SHOWN = 60
_LONGEST_MESSAGE = 300


def require_usable(bench: Bench) -> None:
    """Raise UnusableTarget when the target is away, refuses the key, or has nothing to be asked for."""
    for operation in bench.contract.operations:
        if operation.method == "GET":
            _try(bench, operation)


def _try(bench: Bench, operation: Operation) -> None:
    url, contract = bench.target.url, bench.contract
    reply = _reply(bench, operation)
    body = _body(url, reply)
    if reply.status == 404 and not operation.pagination:
        return  # a server that has listings alone: the clauses say what it lacks
    if reply.status != 200:
        raise UnusableTarget(f"{url} {_refused(contract, operation, reply, body)}")
    needed = [contract.envelope[name] for name in ("success", "code", "requestId")]
    if not body.keys() & set(needed):
        shown = f"without {', '.join(needed)}"
        raise UnusableTarget(f"{url} answers {operation.name} with JSON of another kind, {shown}")
    if body.get(contract.envelope["code"]) == contract.not_found:
        shown = ", ".join(f"{NEEDED.get(n, n)}={v}" for n, v in bench.target.values.items())
        raise UnusableTarget(f"{url} has nothing to show for {operation.name} with {shown}")
    if body.get(contract.envelope["success"]) is False:
        code, message = (body.get(contract.envelope[name]) for name in ("code", "message"))
        raise UnusableTarget(f"{url} fails {operation.name}: {code}: {message}")
    _require_data(bench, operation, body)


def _reply(bench: Bench, operation: Operation) -> Reply:
    url = bench.target.url
    try:
        return bench.call(operation)
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", "") or str(error.reason).lower().replace("_", " ")
        raise UnusableTarget(
            f"{url} cannot be reached over TLS: {why}; is it https that it speaks?"
        ) from None
    except OSError as error:
        raise UnusableTarget(f"{url} cannot be reached: {error.strerror or error}") from None
    except IncompleteRead:
        raise UnusableTarget(f"{url} breaks off in the midst of its answer") from None
    except HTTPException as error:
        raise UnusableTarget(f"{url} does not speak HTTP: {type(error).__name__}") from None


def _body(url: str, reply: Reply) -> dict[str, Any]:
    try:
        body = reply.json
    except UnreadableReply:
        kind = reply.headers.get("content-type", "no content type")
        begin = json.dumps(reply.body[:_SHOWN].decode("utf-8", "replace"))
        raise UnusableTarget(
            f"{url} answers {reply.status} with {kind}, not with JSON: {begin}"
        ) from None
    if not isinstance(body, dict):
        raise UnusableTarget(f"{url} answers {reply.status} with JSON that is no object")
    return body


def _refused(contract: Contract, operation: Operation, reply: Reply, body: dict[str, Any]) -> str:
    """Say what kind of refusal it is: after one, no clause could be held."""
    code = str(body.get(contract.refusal["code"], ""))
    message = str(body.get(contract.refusal["message"], "")).partition("\n")[0]
    what = f"answers {operation.name} with {reply.status}"
    if code in contract.codes("authentication"):
        what = "refuses the access key"
    elif code in contract.codes("permission"):
        what = f"does not permit {operation.name}"
    elif reply.status == 404 and code:
        what = f"does not know {operation.name}"
    elif reply.status == 429:
        what = f"still asks for patience at the first {operation.name}; try later, or with RATE=1"
    return ": ".join(filter(None, (what, code, message[:_LONGEST_MESSAGE])))


def _require_data(bench: Bench, operation: Operation, body: dict[str, Any]) -> None:
    """Ask for something to look at, and that it is what the environment says of it."""
    values, names = bench.target.values, operation.pagination
    if names and body.get(names["items"]) == []:
        raise UnusableTarget(
            f"{bench.target.url}: the deployment {values['deploymentId']} has no jobs; "
            "name one that has some"
        )
    payload = body.get(bench.contract.envelope["payload"])
    if not isinstance(payload, dict):
        return
    for name in values.keys() - {parameter.name for parameter in operation.parameters}:
        if payload.get(name, values[name]) != values[name]:
            raise UnusableTarget(
                f"{bench.target.url}: what {operation.name} shows is of {name} {payload[name]}, "
                f"not {NEEDED.get(name, name)}={values[name]}"
            )
