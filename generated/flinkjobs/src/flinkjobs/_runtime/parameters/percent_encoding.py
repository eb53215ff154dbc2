"""Percent-encoding by RFC 3986, for URLs and for signatures alike."""

import re

__all__ = ["EncodedText", "encode_reserved", "percent_decode", "percent_encode"]

_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")
_ENCODED = re.compile(r"([!-$&-~]|%[0-9A-Fa-f]{2})*", re.ASCII)
_TRIPLE = re.compile(r"(%[0-9A-Fa-f]{2})")
_UNRESERVED = "-_.~"
_RESERVED = ":/?@!$'()*,;="
"""The reserved characters that a value in a query may hold: not those that end it, `#` and `&`, nor
`+`, which many read as a blank, nor brackets, which a query may not hold."""


class EncodedText(str):
    """Text that is percent-encoded already, such as items with their separators between them."""

    __slots__ = ()


def percent_encode(value: str | bytes) -> str:
    """Encode all but the unreserved characters; a space becomes %20."""
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value  # the usual case; this takes a quarter of the time
    if isinstance(value, EncodedText):
        return value
    from urllib.parse import quote

    return quote(value, safe=_UNRESERVED)


def encode_reserved(text: str) -> EncodedText:
    """Encode a value of a query but for reserved characters and what is percent-encoded already."""
    from urllib.parse import quote

    if isinstance(text, EncodedText):
        return text
    parts = _TRIPLE.split(text)
    safe = _UNRESERVED + _RESERVED
    return EncodedText(
        "".join(part if index % 2 else quote(part, safe=safe) for index, part in enumerate(parts))
    )


def percent_decode(text: str) -> str:
    """Decode once; raise ValueError when the text is not percent-encoded UTF-8."""
    if _PLAIN.fullmatch(text):
        return text
    if not _ENCODED.fullmatch(text):
        raise ValueError(text)
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(text).decode()
