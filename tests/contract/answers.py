"""What every answer must look like, whatever was asked: its headers, its form, its envelope."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

from .contract import Contract, Operation
from .senders import Reply

__all__ = ["canonical", "faults"]

REQUEST_ID_HEADER = "x-acs-request-id"
_PER_SECOND = {"second": 1, "millisecond": 1000}
_EARLIEST = 0
_LATEST_YEARS = 100 * 366 * 86_400


def faults(contract: Contract, operation: Operation, reply: Reply) -> list[str]:
    """List what is wrong with an answer, other than that it may be the wrong one."""
    if str(reply.status) not in operation.responses:
        return [f"the status {reply.status} is none that {operation.name} may have"]
    found = list(_of_headers(operation, reply))
    body = reply.json
    errors = operation.responses[str(reply.status)].iter_errors(body)
    found += [f"{_place(error)}: {error.message}" for error in errors]
    if found:
        return found
    found += _of_request_id(contract, reply, body)
    if reply.status == 200:
        return [
            *found,
            *_of_envelope(contract, operation, body),
            *_of_times(contract, operation, body),
        ]
    return [*found, *_of_refusal(contract, reply, body)]


def canonical(value: Any) -> str:
    """Write a value so that equal texts mean equal values of equal types."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _of_headers(operation: Operation, reply: Reply) -> Iterator[str]:
    kind, *settings = reply.headers.get("content-type", "").lower().split(";")
    if kind.strip() != "application/json":
        yield f"the content type is {kind or 'absent'}, not application/json"
    for setting in (each.strip() for each in settings):
        if setting.startswith("charset=") and setting.strip('"') != "charset=utf-8":
            yield f"the {setting} is none of JSON, which is sent in UTF-8"
    for name, schema in operation.headers.get(str(reply.status), {}).items():
        text = reply.headers.get(name.lower())
        if text is not None and not schema.is_valid(int(text) if _is_number(text) else text):
            yield f"the header {name} may not be {text!r}"
    length = reply.headers.get("content-length")
    if length is not None and int(length) != len(reply.body):
        yield f"the body has {len(reply.body)} bytes, its header says {length}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _of_request_id(contract: Contract, reply: Reply, body: Mapping[str, Any]) -> Iterator[str]:
    fields = contract.envelope if reply.status == 200 else contract.refusal
    stated = body[fields["requestId"]]
    if not stated:
        yield f"{fields['requestId']} is empty"
    header = reply.headers.get(REQUEST_ID_HEADER, stated)
    if header != stated:
        yield f"{REQUEST_ID_HEADER} is {header}, the body says {stated}"


def _of_envelope(
    contract: Contract, operation: Operation, body: Mapping[str, Any]
) -> Iterator[str]:
    fields = contract.envelope
    succeeded, code = body[fields["success"]], body[fields["code"]]
    if succeeded is not (code in fields["emptyCodes"]):
        yield f"{fields['success']} is {succeeded}, but {fields['code']} is {code!r}"
    if canonical(body[fields["status"]]) != "200":
        yield f"{fields['status']} is {body[fields['status']]}, not 200"
    if succeeded is not (body[fields["message"]] in fields["emptyCodes"]):
        yield f"{fields['success']} is {succeeded}, but {fields['message']} is {body[fields['message']]!r}"
    if not succeeded and body.get(fields["payload"]):
        yield f"{fields['payload']} is not empty after a failure"
    if not succeeded and contract.errors.get(code, {}).get("status") != 200:
        yield f"{fields['code']} is {code}, which no failure may have"
    if succeeded and fields["payload"] not in body:
        yield f"{fields['payload']} is absent after a success"
    names = operation.pagination
    if succeeded and names and names["total"] not in body:
        yield f"{names['total']} is absent"


def _of_refusal(contract: Contract, reply: Reply, body: Mapping[str, Any]) -> Iterator[str]:
    code, message = body[contract.refusal["code"]], body[contract.refusal["message"]]
    if not message:
        yield f"{contract.refusal['message']} is empty"
    wrong = contract.errors.get(code, {}).get("status", reply.status) != reply.status
    if wrong and reply.status != 405:
        yield f"the code {code} has the status {contract.status(code)}, not {reply.status}"


def _of_times(contract: Contract, operation: Operation, body: Any) -> Iterator[str]:
    """Doubt times that are far away in their unit: most likely they are in another one."""
    latest = time.time() + _LATEST_YEARS
    for path, value, unit in _times(contract, operation.answer, body, "$"):
        seconds = int(value) / _PER_SECOND[unit]
        if not _EARLIEST <= seconds <= latest:
            yield f"{path} is {value}, which is no time in {unit}s"


def _times(
    contract: Contract, schema: Mapping[str, Any], value: Any, path: str
) -> Iterator[tuple[str, Any, str]]:
    schema = {**contract.resolve(schema), **schema}
    if "x-time" in schema and value not in (None, ""):
        yield path, value, schema["x-time"]["unit"]
    if isinstance(value, dict):
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                yield from _times(contract, inner, value[name], f"{path}.{name}")
    if isinstance(value, list) and "items" in schema:
        for index, each in enumerate(value):
            yield from _times(contract, schema["items"], each, f"{path}[{index}]")


def _place(error: Any) -> str:
    return "$" + "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path
    )
