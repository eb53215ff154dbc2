"""Charsets of text: what a Content-Type names, of those that are supported."""

import re

__all__ = ["charset_of", "decode_text", "to_utf_8"]

_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE | re.ASCII)
_UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
_CHARSETS = (
    "utf-16",
    "utf-16le",
    "utf-16be",
    "iso-8859-1",
    "iso-8859-15",
    "windows-1252",
    "gb2312",
    "gbk",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
)
"""Supported charsets beside UTF-8. Python has more codecs, and remembers each name it is asked for."""


def charset_of(media: str) -> str:
    """Return the charset that a media type names, utf-8 for its other names; "" where it names none.

    Raises ValueError for one that is not supported.
    """
    found = _CHARSET.search(media)
    if found is None:
        return ""
    name = found[1].lower()
    if name in _UTF_8:
        return "utf-8"
    if name not in _CHARSETS:
        raise ValueError(f"its charset {found[1][:40]} is not supported; use utf-8")
    return name


def to_utf_8(data: bytes, media: str) -> bytes:
    """Return text in UTF-8; raise ValueError when it is not of the charset that its media type names."""
    charset = charset_of(media)
    return data if charset in ("", "utf-8") else data.decode(charset).encode()


def decode_text(data: bytes, media: str) -> str:
    """Return text; where it is not of its charset, with marks in place of what cannot be read."""
    try:
        charset = charset_of(media)
    except ValueError:
        charset = ""
    return data.decode(charset or "utf-8", "replace")
