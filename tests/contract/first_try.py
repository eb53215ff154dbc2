"""One call of each operation before anything else: a target that cannot be used says so once."""

import json
from typing import Any

from .clause import Bench
from .contract import Contract, Operation
from .senders import Reply, UnreadableReply
from .targets import UnusableTarget
from .targets.opening import NEEDED

__all__ = ["require_usable"]

_SHOWN = 60


def require_usable(bench: Bench) -> None:
    """Raise UnusableTarget when the target is away, refuses the key, or has nothing to be asked for."""
    for operation in bench.contract.operations:
        if operation.method == "GET":
            _try(bench, operation)


def _try(bench: Bench, operation: Operation) -> None:
    url, contract = bench.target.url, bench.contract
    try:
        reply = bench.call(operation)
    except OSError as error:
        raise UnusableTarget(f"{url} cannot be reached: {error.strerror or error}") from None
    except Exception as error:
        raise UnusableTarget(f"{url} does not speak HTTP: {type(error).__name__}") from None
    body = _body(url, reply)
    if reply.status != 200:
        _refused(contract, url, operation, reply, body)
        return
    if body.get(contract.envelope["code"]) == contract.not_found:
        shown = ", ".join(f"{NEEDED.get(n, n)}={v}" for n, v in bench.target.values.items())
        raise UnusableTarget(f"{url} has nothing to show for {operation.name} with {shown}")
    names = operation.pagination
    if names and body.get(names["items"]) == []:
        deployment = bench.target.values["deploymentId"]
        raise UnusableTarget(
            f"{url}: the deployment {deployment} has no jobs; name one that has some"
        )


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


def _refused(
    contract: Contract, url: str, operation: Operation, reply: Reply, body: dict[str, Any]
) -> None:
    """Say what kind of refusal it is, where the key is to blame; else let the clauses say it."""
    code = str(body.get(contract.refusal["code"], ""))
    message = str(body.get(contract.refusal["message"], "")).partition("\n")[0]
    if code in contract.codes("authentication"):
        raise UnusableTarget(f"{url} refuses the access key: {code}: {message}")
    if code in contract.codes("permission"):
        raise UnusableTarget(f"{url} does not permit {operation.name}: {code}: {message}")
    if reply.status == 404 and operation.pagination:
        raise UnusableTarget(f"{url} does not know {operation.name}: {code or 404}: {message}")
