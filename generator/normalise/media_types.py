"""Media types: the families that decide how a body is written and a response is read."""

from __future__ import annotations

from typing import Any

from .specification import Decoding, Encoding

__all__ = [
    "JSON",
    "bare",
    "decoding_of",
    "encoding_of",
    "is_form",
    "is_json",
    "request_rank",
    "response_rank",
]

JSON = "application/json"
_FORM, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_EVENTS = "text/event-stream"
_RECORDS = frozenset(
    {
        "application/jsonl",
        "application/jsonlines",
        "application/json-seq",
        "application/ndjson",
        "application/stream+json",
        "application/x-json-stream",
        "application/x-jsonl",
        "application/x-jsonlines",
        "application/x-ndjson",
    }
)


def encoding_of(media: str, flat: dict[str, Any]) -> Encoding:
    """Return how the body of a request of a media type and a merged schema is written."""
    plain = bare(media)
    if plain == _MULTIPART:
        return "multipart"
    if _is_binary(flat):
        return "binary"
    if plain == _FORM:
        return "form"
    if plain in _RECORDS:
        return "binary"
    if is_json(media):
        return "json"
    return "text" if _is_text(media) else "binary"


def decoding_of(media: str, flat: dict[str, Any]) -> Decoding:
    """Return how a response of a media type and a merged schema is read."""
    plain = bare(media)
    if plain == _EVENTS:
        return "events"
    if plain in _RECORDS:
        return "records"
    if _is_binary(flat):
        return "bytes"
    if is_json(media):
        return "json"
    return "text" if _is_text(media) else "bytes"


def bare(media: str) -> str:
    """Return a media type without its parameters."""
    return media.partition(";")[0].strip().lower()


def is_json(media: str) -> bool:
    """Whether a media type is JSON, or may be."""
    plain = bare(media)
    return plain.endswith(("/json", "+json")) or plain in ("*/*", "application/*")


def is_form(media: str) -> bool:
    """Whether a body of a media type has fields or parts, which an encoding can be stated for."""
    return bare(media) in (_FORM, _MULTIPART)


def _is_binary(flat: dict[str, Any]) -> bool:
    is_text = flat.get("type") in ("string", ["string", "null"], ["string"])
    return is_text and flat.get("format") == "binary"


def _is_text(media: str) -> bool:
    return media.lower().startswith("text/")


def request_rank(media: str) -> int:
    """Return the place of a media type among those that a body may have, the best first."""
    plain = bare(media)
    order = [plain == JSON, is_json(plain) and "*" not in plain, plain == _FORM]
    order += [plain == _MULTIPART, _is_text(plain), is_json(plain)]
    return order.index(True) if True in order else len(order)


def response_rank(media: str) -> int:
    """Return the place of a media type among those that a response may have, the best first."""
    plain = bare(media)
    order = [plain == JSON, is_json(plain), _is_text(plain)]
    return order.index(True) if True in order else len(order)
