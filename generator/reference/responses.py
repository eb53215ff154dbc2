"""Responses of an operation, by status."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..ir import Api, Operation
from ..openapi.pointer import JsonObject
from .localized_spec import LocalizedSpec

__all__ = ["Response", "responses"]


@dataclass(frozen=True, slots=True)
class Response:
    """A response of an operation: its pointer, its headers, and its model where that has a page."""

    status: str
    pointer: str
    model: str
    headers: tuple[str, ...]


def responses(spec: LocalizedSpec, operation: Operation, api: Api) -> Iterator[Response]:
    """Yield the responses of an operation in the order of the document, references followed."""
    owner = f"{operation.pointer}/responses"
    for status in spec.node(owner):
        pointer = spec.followed(f"{owner}/{status}")
        response = spec.node(pointer)
        model = _model(response, operation, str(status))
        model = model if model in api.schema_names else ""
        yield Response(str(status), pointer, model, tuple(response.get("headers", {})))


def _model(response: JsonObject, operation: Operation, status: str) -> str:
    """Return the name of a response's schema; of a success without one, that of its model."""
    content = response.get("content", {}).get("application/json", {})
    schema = content.get("schema", {})
    if isinstance(schema, dict) and "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    type_ = operation.response_type
    return type_.annotation if status.startswith("2") else ""
