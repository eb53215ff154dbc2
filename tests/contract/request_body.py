"""The JSON body that an operation takes: its schema, a validator, and a valid sample."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from jsonschema_rs import Draft202012Validator

from .sampling import sample
from .schemas import Property, Schema, flatten, is_read_only, properties, request_view

__all__ = ["JSON", "RequestBody"]

JSON = "application/json"


@dataclass(frozen=True)
class RequestBody:
    """The body of an operation, as the specification states it."""

    required: bool
    schema: Schema
    sample: Any
    validator: Draft202012Validator
    properties: tuple[Property, ...]
    """All that a caller may send, nested properties included."""
    read_only: Mapping[str, Any]
    """Valid values of the properties that only the server writes."""

    @classmethod
    def of(cls, document: Schema, node: Schema) -> "RequestBody":
        """Read a requestBody, of which its JSON counts."""
        content = node["content"][JSON]
        schema = content["schema"]
        whole = {"components": document["components"], **schema}
        stated = flatten(document, schema).get("properties", {})
        hidden = {name for name, inner in stated.items() if is_read_only(document, inner)}
        return cls(
            required=node.get("required", False),
            schema=flatten(document, schema),
            sample=next(_examples(content), None) or sample(document, schema),
            validator=Draft202012Validator(request_view(document, whole)),
            properties=tuple(properties(document, schema)),
            read_only={name: sample(document, stated[name]) for name in sorted(hidden)},
        )

    def faults(self, data: bytes) -> frozenset[str]:
        """Return the error codes that a body deserves, by the specification; none when it is valid.

        Of an absent or null property that is required, the code names the property.
        """
        if not data:
            return frozenset({"MissingBody"} if self.required else ())
        try:
            value = msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return frozenset({"InvalidBody"})
        codes = set(self._missing(value)) if isinstance(value, dict) else set()
        for error in self.validator.iter_errors(value):
            is_absence = list(error.schema_path)[-1:] == ["required"] and not error.instance_path
            if not is_absence:
                codes.add("InvalidBody")
        return frozenset(codes)

    def leaves_open(self, data: bytes) -> bool:
        """Whether the contract leaves open if a body is refused: for an integer that is written as
        a fraction, `1.0`, and for null in the place of a property that may be absent.
        """
        if not data or (faults := self.faults(data)) - {"InvalidBody"}:
            return False
        if not faults:
            decoder = msgspec.json.Decoder(float_hook=_without_integral_floats)
            return not self.validator.is_valid(decoder.decode(data))
        try:
            value = _without_nulls(msgspec.json.decode(data))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return False
        return not self.faults(msgspec.json.encode(value))

    def values(self, data: bytes) -> Mapping[str, Any]:
        """Return the properties of a valid body that count; none when it is not an object."""
        value = msgspec.json.decode(data) if data else None
        stated = _without_nulls(value) if isinstance(value, dict) else {}
        return {name: value for name, value in stated.items() if name not in self.read_only}

    def _missing(self, value: Mapping[str, Any]) -> Iterator[str]:
        for field in self.properties:
            name = str(field.path[0])
            if len(field.path) == 1 and field.required and value.get(name) is None:
                yield f"Missing{name[:1].upper()}{name[1:]}"


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


def _without_integral_floats(text: str) -> float:
    value = float(text)
    return value + 0.25 if value.is_integer() else value


def _examples(content: Mapping[str, Any]) -> Iterator[Any]:
    if "example" in content:
        yield content["example"]
    for example in content.get("examples", {}).values():
        if "value" in example:
            yield example["value"]
