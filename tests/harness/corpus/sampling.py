"""Values drawn from schemas, small and valid."""

import random
import re
import warnings
from collections.abc import Iterator
from typing import Any

from .reading import Document, Schema

__all__ = ["NoValue", "Sampler"]

_FORMATS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "uuid": "3f2b8c1e-5d64-4a3f-9a56-0c1d2e3f4a5b",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "email": "ada@example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "YWJj",
    "hostname": "example.com",
}
_GUESSES = (
    "a",
    "abc",
    "1",
    "123",
    "AB12",
    "a-b",
    "2026-01-02",
    "12345678",
    "https://example.com",
    "en",
    "EUR",
)
_SHALLOW, _DEEPEST = 4, 14
# What a schema says beside its parts; a type alone says no more than they do.
_SAYS_MORE = frozenset(
    ["properties", "additionalProperties", "items", "format", "pattern", "multipleOf"]
    + ["exclusiveMinimum", "exclusiveMaximum"]
    + [f"{which}{what}" for which in ("min", "max") for what in ("imum", "Length", "Items")]
)
# The key of an entry of a map, which no property is called.
_UNNAMED = "any key"


class NoValue(Exception):
    """No value could be drawn."""


class Sampler:
    """Draws values; the same seed draws the same."""

    def __init__(self, document: Document, seed: int, leaves_out: str) -> None:
        self._document = document
        self._draw = random.Random(seed)
        self._leaves_out = leaves_out

    def valid(self, schema: Schema) -> Any:
        """Draw a value that the schema takes; NoValue after some attempts."""
        for _ in range(12):
            value = self.value(schema)
            if not self._document.errors(schema, value):
                return value
        raise NoValue(f"no value fits {str(schema)[:80]}")

    def value(self, stated: Any, depth: int = 0, needed: frozenset[str] = frozenset()) -> Any:
        """Draw a value, which is not checked; `needed` are properties that a whole requires of it."""
        if depth > _DEEPEST:
            raise NoValue("the schema goes on for ever")
        schema = self._document.resolve(stated)
        if not isinstance(schema, dict):
            return "anything"
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return self._draw.choice(schema["enum"])
        if schema.get("nullable") is True and self._draw.random() < 0.1:
            return None
        whole = list(self._parts(schema))
        needed |= _required(whole)
        parts = [self.value(part, depth + 1, needed) for part in schema.get("allOf", ())]
        for key in ("oneOf", "anyOf"):
            if schema.get(key):
                parts.append(self._one_of(schema, schema[key], depth, needed))
                if not isinstance(parts[-1], dict | list):
                    return parts[-1]  # a type beside a choice says no more than the choice
        if not parts or not _SAYS_MORE.isdisjoint(schema):
            parts.append(self._typed(schema, depth, needed))
        found = self._together(parts)
        if isinstance(found, dict) and any("properties" in part for part in whole):
            found.pop(_UNNAMED, None)  # beside named properties a reader has no place for others
        return found

    def _together(self, parts: list[Any]) -> Any:
        if all(isinstance(part, dict) for part in parts):
            return {key: value for part in parts for key, value in part.items()}
        return next((part for part in parts if isinstance(part, dict | list)), parts[-1])

    def _parts(self, schema: Schema, depth: int = 0) -> Iterator[Schema]:
        """Return a schema and what it is made of by allOf."""
        yield schema
        for reference in schema.get("allOf", ()) if depth < _DEEPEST else ():
            part = self._document.resolve(reference)
            if isinstance(part, dict):
                yield from self._parts(part, depth + 1)

    def _one_of(
        self, schema: Schema, choices: list[Any], depth: int, needed: frozenset[str]
    ) -> Any:
        order = self._draw.sample(choices, len(choices))
        for choice in order:
            try:
                value = self.value(choice, depth + 1, needed)
            except NoValue:
                continue
            tag = (schema.get("discriminator") or {}).get("propertyName")
            if tag and isinstance(value, dict) and "$ref" in choice:
                mapping = schema["discriminator"].get("mapping", {})
                names = [
                    k
                    for k, v in mapping.items()
                    if v == choice["$ref"] or choice["$ref"].endswith(f"/{v}")
                ]
                if names or not self._says(choice, tag):
                    value[tag] = names[0] if names else choice["$ref"].rpartition("/")[2]
            return value
        raise NoValue("every alternative goes on for ever")

    def _says(self, stated: Any, name: str) -> bool:
        """Whether a schema says itself which values a property may have."""
        parts = self._parts(self._document.resolve(stated))
        found = [self._document.resolve(part.get("properties", {}).get(name, {})) for part in parts]
        return any(
            isinstance(schema, dict) and {"const", "enum"} & schema.keys() for schema in found
        )

    def _typed(self, schema: Schema, depth: int, needed: frozenset[str]) -> Any:
        implied = {"properties": "object", "required": "object", "items": "array"}
        usual = next((kind for key, kind in implied.items() if key in schema), "string")
        if isinstance(schema.get("additionalProperties"), dict):
            usual = "object"
        kinds = schema.get("type", usual)
        kinds = [kind for kind in kinds if kind != "null"] if isinstance(kinds, list) else [kinds]
        kind = self._draw.choice(kinds) if kinds else "null"
        draw = {"string": self._text, "integer": self._whole, "number": self._number}.get(kind)
        if draw is not None:
            return draw(schema)
        if kind == "array":
            return self._array(schema, depth)
        if kind == "object":
            return self._object(schema, depth, needed)
        return self._draw.random() < 0.5 if kind == "boolean" else None

    def _array(self, schema: Schema, depth: int) -> list[Any]:
        least = schema.get("minItems", 0)
        wanted = max(least, 1 if depth < _SHALLOW else 0)
        try:
            found = [self.value(schema.get("items", {}), depth + 1) for _ in range(wanted)]
        except NoValue:
            if least:
                raise
            return []
        return found[: schema.get("maxItems", len(found))]

    def _object(self, schema: Schema, depth: int, required: frozenset[str]) -> Schema:
        found: Schema = {}
        for name, reference in schema.get("properties", {}).items():
            wanted = name in required or self._draw.random() < (0.7 if depth < _SHALLOW else 0.05)
            stated = self._document.resolve(reference)
            left_out = stated is False or (
                isinstance(stated, dict) and stated.get(self._leaves_out) is True
            )
            if not wanted or left_out:
                continue
            try:
                found[name] = self.value(reference, depth + 1)
            except NoValue:
                if name in required:
                    raise
        values = schema.get("additionalProperties")
        if not schema.get("properties") and isinstance(values, dict) and depth < _DEEPEST:
            found[_UNNAMED] = self.value(values, depth + 1)
        return found

    def _text(self, schema: Schema) -> str:
        least, most = schema.get("minLength", 0), schema.get("maxLength", 10**6)
        pattern = schema.get("pattern")
        if pattern:
            return _matching(pattern, schema)
        text: str = _FORMATS.get(
            schema.get("format", ""), self._draw.choice(["a", "b c", "é/ü", "x&y=z"])
        )
        return str(text + "x" * (least - len(text)))[:most]

    def _whole(self, schema: Schema) -> int:
        least, most = _span(schema, 1)
        step = int(schema.get("multipleOf", 1)) or 1
        number = self._draw.randint(int(least), int(max(least, min(most, least + 50))))
        return -(-number // step) * step

    def _number(self, schema: Schema) -> float:
        least, most = _span(schema, 0.5)
        return self._draw.choice([least, min(most, least + 1), min(most, least + 1.5)])


def _required(parts: list[Schema]) -> frozenset[str]:
    stated = [part.get("required") for part in parts]
    return frozenset(name for names in stated if isinstance(names, list) for name in names)


def _span(schema: Schema, step: float) -> tuple[float, float]:
    least, most = schema.get("minimum", 0), schema.get("maximum", None)
    for key in ("exclusiveMinimum", "exclusiveMaximum"):
        stated = schema.get(key)
        if isinstance(stated, bool):
            least, most = (least + step, most) if "Min" in key and stated else (least, most)
        elif stated is not None and "Min" in key:
            least = stated + step
        elif stated is not None:
            most = stated - step
    most = max(least, 1000) if most is None else most
    return (most - 1 if least > most else least), most


def _matching(pattern: str, schema: Schema) -> str:
    for guess in (schema.get("example"), schema.get("default"), *_GUESSES):
        if (
            isinstance(guess, str)
            and re.search(pattern, guess)
            and len(guess) >= schema.get("minLength", 0)
        ):
            return guess
    from hypothesis import strategies
    from hypothesis.errors import Unsatisfiable

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return str(strategies.from_regex(pattern, fullmatch=True).example())
        except Unsatisfiable:
            raise NoValue from None
