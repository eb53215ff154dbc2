"""Error responses in the typed subset: the JSON body of each error status that an operation states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..openapi.lookup import resolve
from .schemas import Schemas
from .specification import ErrorBody

__all__ = ["chooses_success", "error_bodies", "stated_errors"]

_ERROR_STATUS = re.compile(r"[45]([0-9]{2}|XX)|default", re.IGNORECASE)
_DEFAULT = "default"


def error_bodies(
    document: dict[str, Any], schemas: Schemas, operation: str, responses: Mapping[Any, Any]
) -> tuple[ErrorBody, ...]:
    """Build the bodies of the error responses that have one in JSON.

    A status with several media types of JSON has a union of their schemas.
    """
    return tuple(_built(document, schemas, operation, responses))


def _built(
    document: dict[str, Any], schemas: Schemas, operation: str, responses: Mapping[Any, Any]
) -> Iterator[ErrorBody]:
    for status, response in stated_errors(document, responses):
        hint = _component(responses, status) or f"{operation}_{status}_error"
        nodes = [
            schemas.node(media["schema"], hint)
            for name, media in (response.get("content") or {}).items()
            if _is_json(name) and isinstance(media, dict) and isinstance(media.get("schema"), dict)
        ]
        if nodes:
            yield ErrorBody(status, schemas.unions.either(nodes, hint, None))


def stated_errors(
    document: dict[str, Any], responses: Mapping[Any, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the error statuses that an operation states, each with its response.

    `default` stands for errors where a success is stated beside it, else for that success.
    """
    has_success = any(str(status)[:1] in "123" for status in responses)
    for status, response in responses.items():
        name = str(status)
        if not _ERROR_STATUS.fullmatch(name) or not isinstance(response, dict):
            continue
        if name != _DEFAULT or has_success:
            stated = name if name == _DEFAULT else name.upper()
            yield stated, resolve(document, response)


def chooses_success(document: dict[str, Any], responses: Mapping[Any, Any]) -> bool:
    """Whether an operation states several successes, or headers of one, between which a server chooses."""
    found = [
        resolve(document, response)
        for status, response in responses.items()
        if str(status)[:1] in "23" and isinstance(response, dict)
    ]
    return len(found) > 1 or any(response.get("headers") for response in found)


def _component(responses: Mapping[Any, Any], status: str) -> str:
    """Return the name of the shared response that a status refers to; "" where it is its own."""
    response = next(each for key, each in responses.items() if str(key).upper() == status.upper())
    reference = response.get("$ref")
    return reference.rpartition("/")[2] if isinstance(reference, str) else ""


def _is_json(media: str) -> bool:
    plain = media.partition(";")[0].strip().lower()
    return plain.endswith(("/json", "+json")) or plain in ("*/*", "application/*")
