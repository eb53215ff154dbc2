"""Forms and parts as OpenAPI's Encoding Objects describe them, read with Python's own parsers.

Nothing here knows how a client writes them: the values that a server would read are built from the
bytes, and held to the schema.
"""

import json
import re
from contextlib import suppress
from email import message_from_bytes
from typing import Any
from urllib.parse import unquote_plus

from .reading import Document, Schema

__all__ = ["form_faults", "part_faults"]

_STYLED = ("style", "explode", "allowReserved")
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
Pairs = list[tuple[str, str]]


def form_faults(document: Document, stated: Schema, body: bytes) -> list[str]:
    """Return how a URL-encoded form differs from its media type object."""
    raw = [pair.partition("=")[::2] for pair in body.decode("ascii").split("&") if pair]
    pairs = [(unquote_plus(name), text) for name, text in raw]
    encodings: dict[str, Any] = stated.get("encoding") or {}
    found: dict[str, Any] = {}
    used: set[str] = set()
    for name, schema in _properties(document, stated).items():
        encoding = encodings.get(name, {})
        if any(key in encoding for key in _STYLED):
            value, names = _styled(document, name, schema, encoding, pairs)
        else:
            texts = [unquote_plus(text) for key, text in pairs if key == name]
            is_json = "json" in encoding.get("contentType", "")
            value, names = _unstyled(document, schema, texts, is_json), {name}
        used |= names
        if value is not None:
            found[name] = value
    rest = [name for name, _ in pairs if name not in used]
    strange = [f"field {name} is of no property" for name in rest if not _is_open(document, stated)]
    return [*strange, *_differences(document, stated, found)]


def part_faults(document: Document, stated: Schema, media: str, body: bytes) -> list[str]:
    """Return how a multipart body differs from its media type object."""
    message: Any = message_from_bytes(f"Content-Type: {media}\r\n\r\n".encode() + body)
    if not message.is_multipart() or message.defects:
        return ["the body has no parts"]
    encodings, properties = stated.get("encoding") or {}, _properties(document, stated)
    values: dict[str, list[Any]] = {}
    faults = []
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition")
        schema = properties.get(name, {})
        allowed = encodings.get(name, {}).get("contentType", "")
        if fault := _media_fault(document, schema, allowed, part):
            faults.append(f"part {name}: {fault}")
        values.setdefault(name, []).append(_part_value(document, schema, part))
    found = {
        name: items if "array" in document.kinds(properties.get(name, {})) else items[-1]
        for name, items in values.items()
    }
    return [*faults, *_differences(document, stated, found)]


def _properties(document: Document, stated: Schema) -> dict[str, Any]:
    """Return the properties of a body, with those of its parts by allOf."""
    waiting: list[Any] = [stated.get("schema", {})]
    found: dict[str, Any] = {}
    while waiting:
        schema = document.resolve(waiting.pop())
        if isinstance(schema, dict):
            found.update(schema.get("properties") or {})
            waiting += [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, ())]
    return found


def _is_open(document: Document, stated: Schema) -> bool:
    return document.resolve(stated.get("schema", {})).get("additionalProperties", True) is not False


def _differences(document: Document, stated: Schema, found: dict[str, Any]) -> list[str]:
    """Return how a value differs from its schema; what may be null has no field."""
    for name, schema in _properties(document, stated).items():
        if name not in found and not document.errors(schema, None):
            found[name] = None
    faults = document.errors(stated.get("schema", {}), found)
    if faults and None in found.values():
        return document.errors(
            stated.get("schema", {}), {k: v for k, v in found.items() if v is not None}
        )
    return faults


def _styled(
    document: Document, name: str, schema: Any, encoding: Schema, pairs: Pairs
) -> tuple[Any, set[str]]:
    """Return the value of a field with a style, and the names of the pairs that it is made of."""
    style = encoding.get("style", "form")
    explode = encoding.get("explode", style == "form")
    kinds = document.kinds(schema)
    if style == "deepObject":
        own = {key for key, _ in pairs if key.startswith(f"{name}[")}
        deep = [(key[len(name) :], unquote_plus(text)) for key, text in pairs if key in own]
        return (_nested(document, schema, deep) if deep else None), own
    own_texts = [text for key, text in pairs if key == name]
    if "object" in kinds and explode:
        members = _properties(document, {"schema": schema})
        texts = {key: unquote_plus(text) for key, text in pairs if key in members}
        value = {key: _scalar(document, members[key], text) for key, text in texts.items()}
        return value or None, {*texts}
    if not own_texts:
        return None, {name}
    if explode or not kinds & {"array", "object"}:
        return _unstyled(document, schema, [unquote_plus(text) for text in own_texts], False), {
            name
        }
    separator = _SEPARATORS.get(style, ",")
    whole = own_texts[-1]
    pieces = whole.split(",") if separator == "," else unquote_plus(whole).split(separator)
    texts_ = [unquote_plus(piece) for piece in pieces] if separator == "," else pieces
    if "array" in kinds:
        items = document.resolve(schema).get("items", {})
        return [_scalar(document, items, text) for text in texts_ if whole], {name}
    members = _properties(document, {"schema": schema})
    joined = dict(zip(texts_[::2], texts_[1::2], strict=True))
    return {key: _scalar(document, members.get(key, {}), text) for key, text in joined.items()}, {
        name
    }


def _unstyled(document: Document, schema: Any, texts: list[str], is_json: bool) -> Any:
    """Return the value of a field without a style: each text by the default of its type."""
    if not texts:
        return None
    kinds = document.kinds(schema)
    if "array" in kinds and (len(texts) > 1 or "string" not in kinds):
        items = document.resolve(schema).get("items", {})
        return [json.loads(text) if is_json else _scalar(document, items, text) for text in texts]
    return json.loads(texts[-1]) if is_json else _scalar(document, schema, texts[-1])


def _scalar(document: Document, schema: Any, text: str) -> Any:
    """Return the value of a text: of objects it is JSON, of numbers their digits."""
    candidates: list[Any] = [text]
    with suppress(ValueError):
        candidates.insert(0, json.loads(text))
    fitting = [value for value in candidates if not document.errors(schema, value)]
    return next(iter(fitting), text)


def _nested(document: Document, schema: Any, pairs: Pairs) -> Any:
    """Return the object or list of pairs whose names are brackets."""
    grouped: dict[str, Pairs] = {}
    for brackets, text in pairs:
        match = re.match(r"\[([^\]]*)\](.*)", brackets)
        if match is None:
            return _scalar(document, schema, text)
        grouped.setdefault(match[1], []).append((match[2], text))
    stated = document.resolve(schema)
    if "array" in document.kinds(schema):
        items = stated.get("items", {})
        return [_nested(document, items, grouped[key]) for key in sorted(grouped, key=_number)]
    members, other = _properties(document, {"schema": schema}), stated.get("additionalProperties")
    others = other if isinstance(other, dict) else {}
    return {
        key: _nested(document, members.get(key, others), inner) for key, inner in grouped.items()
    }


def _number(key: str) -> int:
    return int(key) if key.isdigit() else 0


def _part_value(document: Document, schema: Any, part: Any) -> Any:
    """Return the value of a part: JSON where it says so, else text; a file is its bytes as text."""
    content: bytes = part.get_payload(decode=True)
    stated = document.resolve(schema)
    item = stated.get("items", {}) if "array" in document.kinds(schema) else schema
    if "json" in (part["content-type"] or ""):
        return json.loads(content)
    if part.get_filename() is not None:
        return content.decode("latin-1")
    text = content.decode(part.get_content_charset("utf-8"))
    return _scalar(document, item, text)


def _media_fault(document: Document, schema: Any, allowed: str, part: Any) -> str:
    """Return what is wrong with the media type of a part; "" where it is one of those that it may have."""
    media = (part["content-type"] or "text/plain").partition(";")[0].strip()
    stated = document.resolve(schema)
    item = document.resolve(
        stated.get("items", {}) if "array" in document.kinds(schema) else schema
    )
    patterns = [pattern.partition(";")[0].strip() for pattern in allowed.split(",") if pattern]
    if not patterns and document.kinds(item) == {"object"}:
        patterns = ["application/json"]
    if not patterns and item.get("format") == "binary":
        patterns = ["application/octet-stream"]
    fits = any(re.fullmatch(re.escape(each).replace(r"\*", ".*"), media) for each in patterns)
    return "" if fits or not patterns else f"it is {media}, not {', '.join(patterns)}"
