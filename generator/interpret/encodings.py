"""Encodings of fields and parts as source text, for the codecs of bodies."""

from __future__ import annotations

from ..normalise.specification import Body

__all__ = ["fields_argument", "parts_argument"]


def fields_argument(body: Body) -> str:
    """Write the argument for the encodings of the fields of a form."""
    encodings = {
        encoding.name: _arguments(
            "FieldEncoding",
            ("style", encoding.style, ""),
            ("explode", encoding.explode, True),
            ("allows_reserved", encoding.allows_reserved, False),
            ("is_json", bool(encoding.media_types), False),
        )
        for encoding in body.encodings
    }
    return _mapping("fields", encodings)


def parts_argument(body: Body) -> str:
    """Write the argument for the encodings of the parts of a body."""
    encodings = {
        encoding.name: _arguments(
            "PartEncoding",
            ("media_types", encoding.media_types, ()),
            ("is_structured", encoding.is_structured, False),
        )
        for encoding in body.encodings
    }
    return _mapping("parts", encodings)


def _arguments(name: str, *arguments: tuple[str, object, object]) -> str:
    """Write a call with those arguments that differ from their defaults."""
    written = (f"{key}={value!r}" for key, value, default in arguments if value != default)
    return f"{name}({', '.join(written)})"


def _mapping(name: str, encodings: dict[str, str]) -> str:
    pairs = ", ".join(f"{key!r}: {source}" for key, source in encodings.items())
    return f", {name}={{{pairs}}}" if pairs else ""
