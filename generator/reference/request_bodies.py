"""Request body of an operation: its media types, and the properties of its schema."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..ir import Api, Operation, Parameter, Schema
from ..openapi.pointer import format_pointer
from .localized_spec import LocalizedSpec

__all__ = ["Body", "BodyField", "request_body"]


@dataclass(frozen=True, slots=True)
class BodyField:
    """A property of a body, with its pointer; name and annotation are those in Python."""

    wire_name: str
    name: str
    annotation: str
    pointer: str
    is_required: bool
    is_read_only: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A request body: its parameter in Python, the type of that, and its media types and fields."""

    parameter: Parameter
    annotation: str
    pointer: str
    media_types: tuple[str, ...]
    fields: tuple[BodyField, ...]


def request_body(spec: LocalizedSpec, operation: Operation, api: Api) -> Body | None:
    """Return the body of an operation; None where it has none."""
    parameter = next(
        (parameter for parameter in operation.parameters if parameter.location == "body"), None
    )
    if parameter is None:
        return None
    pointer = spec.followed(f"{operation.pointer}/requestBody")
    content = spec.node(pointer).get("content", {})
    aliases = {alias.name: alias.annotation for alias in operation.aliases}
    annotation = next(
        (aliases[name] for name in aliases if name in parameter.annotation), parameter.annotation
    )
    model = next((schema for schema in api.schemas if schema.name == annotation), None)
    media = next(iter(content), "")
    schema = f"{pointer}/content{format_pointer([media])}/schema"
    return Body(parameter, annotation, pointer, tuple(content), tuple(_fields(spec, schema, model)))


def _fields(spec: LocalizedSpec, schema: str, model: Schema | None) -> Iterator[BodyField]:
    """Yield the properties of a schema, with the names and types of its model."""
    fields = {field.wire_name: field for field in model.fields} if model else {}
    required = spec.required(schema)
    for wire, pointer in spec.properties(schema).items():
        node, field = spec.node(pointer), fields.get(wire)
        yield BodyField(
            wire,
            field.name if field else "",
            field.annotation if field else str(node.get("type", "")),
            pointer,
            wire in required,
            node.get("readOnly") is True,
        )
