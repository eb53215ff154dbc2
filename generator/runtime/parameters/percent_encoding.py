"""Percent-encoding by RFC 3986, for URLs and for signatures alike."""

import re

__all__ = ["percent_decode", "percent_encode"]

_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")
_ENCODED = re.compile(r"([!-$&-~]|%[0-9A-Fa-f]{2})*", re.ASCII)


def percent_encode(value: str | bytes) -> str:
    """Encode all but the unreserved characters; a space becomes %20."""
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value  # the usual case; this takes a quarter of the time
    from urllib.parse import quote

    return quote(value, safe="-_.~")


def percent_decode(text: str) -> str:
    """Decode once; raise ValueError when the text is not percent-encoded UTF-8."""
    if _PLAIN.fullmatch(text):
        return text
    if not _ENCODED.fullmatch(text):
        raise ValueError(text)
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(text).decode()
