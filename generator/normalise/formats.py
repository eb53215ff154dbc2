"""Formats of strings and numbers: those that have a type of their own in Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

from .merge import Schema
from .schema_nodes import Format, Scalar, ScalarType

__all__ = ["Formats"]

_FORMATS = {"string": ("date-time", "date", "uuid", "decimal"), "number": ("decimal",)}


class Formats:
    """The formats of a document, which writes decimal numbers in one way: as strings or as numbers."""

    def __init__(self, document: dict[str, Any], note: Callable[[Any, str, str], None]) -> None:
        self._document = document
        self._note = note

    def scalar(self, type_: ScalarType, flat: Schema) -> Scalar:
        """Return a scalar with the format that decides its type in Python."""
        format_ = flat.get("format")
        if not isinstance(format_, str) or format_ not in _FORMATS.get(type_, ()):
            return Scalar(type_)
        if (type_, format_) == ("string", "decimal") and self._has_exact_numbers:
            message = (
                "decimal numbers are strings and numbers in this document; the strings stay texts"
            )
            self._note(flat, message, "use one type for all of them")
            return Scalar(type_)
        return Scalar(type_, cast("Format", format_))

    @cached_property
    def _has_exact_numbers(self) -> bool:
        """Whether a number of the document has the format decimal."""
        pending: list[Any] = [self._document]
        while pending:
            value = pending.pop()
            if isinstance(value, dict):
                if value.get("format") == "decimal" and value.get("type") == "number":
                    return True
                pending += value.values()
            elif isinstance(value, list):
                pending += value
        return False
