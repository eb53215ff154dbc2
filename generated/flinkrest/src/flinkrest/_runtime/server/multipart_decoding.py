"""Decoding of multipart bodies: texts, JSON and files by the name of their parts."""

import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import pairwise
from quopri import decodestring
from typing import TYPE_CHECKING, Any

import msgspec

from ..parameters.charsets import to_utf_8
from ..parameters.multipart_bodies import MultipartBody

if TYPE_CHECKING:
    from email.message import EmailMessage

__all__ = ["decode_multipart"]


def decode_multipart(kind: MultipartBody, data: bytes, media: str) -> dict[str, Any]:
    """Return the parts by name: texts, the values of JSON, files as (name, bytes); a list for a
    repeated name.
    """
    parts: dict[str, Any] = {}
    for header, content in _split(data, media):
        name = header.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            raise ValueError("it has a part without a name")
        value = _value(kind, name, header, content)
        if name in parts:
            known = parts[name]
            value = [*(known if isinstance(known, list) else [known]), value]
        parts[name] = value
    if missing := [name for name in kind.required if name not in parts]:
        raise ValueError(f"it has no part {', '.join(missing)}")
    return parts


def _value(kind: MultipartBody, name: str, header: "EmailMessage", content: bytes) -> Any:
    """Return the value of one part; JSON stays JSON when a browser gives it the name of a file."""
    file, stated = header.get_filename(), str(header.get("content-type", ""))
    media = stated.partition(";")[0].strip().lower()
    is_json = media.endswith(("/json", "+json"))
    is_structured = name in kind.parts and kind.parts[name].is_structured
    if file is not None and not (is_json and is_structured):
        return file, content
    text = to_utf_8(content, stated)
    return msgspec.json.decode(text) if is_json or is_structured else text.decode()


def _split(data: bytes, media: str) -> "Iterator[tuple[EmailMessage, bytes]]":
    """Yield the header and the content of each part; nested multipart content stays whole."""
    boundary = _parse_header(f"Content-Type: {media}".encode()).get_boundary()
    if not boundary:
        raise ValueError("its Content-Type has no boundary")
    mark = rb"(?:\A|\r\n)--%s(--)?[ \t]*(?=\r\n|\Z)" % re.escape(boundary.encode())
    marks = list(re.finditer(mark, data))
    if not marks or marks[-1][1] is None:
        raise ValueError("its closing boundary is missing")
    for begin, end in pairwise(marks):
        if begin[1] is not None:
            raise ValueError("it continues after its closing boundary")
        head, _, content = data[begin.end() : end.start()].partition(b"\r\n\r\n")
        header = _parse_header(head.removeprefix(b"\r\n"))
        yield header, _decode_transfer(header, content)


def _parse_header(text: bytes) -> "EmailMessage":
    from email.parser import BytesHeaderParser
    from email.policy import HTTP

    return BytesHeaderParser(policy=HTTP).parsebytes(text)


def _decode_transfer(header: "EmailMessage", content: bytes) -> bytes:
    """Decode a Content-Transfer-Encoding, as some senders use it outside of mail."""
    encoding = str(header.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "base64":
        return b64decode(content)
    return decodestring(content) if encoding == "quoted-printable" else content
