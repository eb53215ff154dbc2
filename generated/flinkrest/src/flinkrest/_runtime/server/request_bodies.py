"""What a request carries, as its kind of body reads it: JSON, a form, parts, text or bytes."""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from itertools import pairwise
from quopri import decodestring
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from ..models.unions import decode_shape
from ..parameters.bodies import Binary, Form, Message, Multipart, PlainText
from ..parameters.scalars import Kind

if TYPE_CHECKING:
    from email.message import EmailMessage

__all__ = ["decode_body"]


_DEEPEST = 100


def decode_body(kind: Kind, data: bytes, media: str) -> object:
    """Give the value of a body; raise ValueError, which says why, when it is none of its kind."""
    if isinstance(kind, Binary):
        return data
    if isinstance(kind, PlainText):
        return data.decode()
    if isinstance(kind, Multipart):
        return _parts(kind, data, media)
    try:
        return _read(kind, data)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _read(kind: Kind, data: bytes) -> object:
    shape = kind.shape if isinstance(kind, Message | Form) else Any
    if isinstance(kind, Form):
        return _filled(parse_qsl(data.decode(), keep_blank_values=True), shape)
    return msgspec.json.decode(data, type=shape, dec_hook=decode_shape)


def _filled(pairs: Iterable[tuple[str, str]], shape: Any) -> object:
    """Make an object of the fields of a form; a dot in a name leads into an object."""
    whole: dict[str, Any] = {}
    known = _fields(shape)
    for name, text in pairs:
        *above, last = [name] if name in known else name.split(".")
        if len(above) > _DEEPEST:
            raise RecursionError
        owner = whole
        for step in above:
            below = owner.setdefault(step, {})
            owner = below if isinstance(below, dict) else {}
        owner[last] = [*_listed(owner[last]), text] if last in owner else text
    for name in whole.keys() & known.keys():
        whole[name] = _fitting(whole[name], known[name])
    return msgspec.convert(whole, type=shape, strict=False, dec_hook=decode_shape)


def _fields(shape: Any) -> dict[str, Any]:
    if isinstance(shape, type) and issubclass(shape, Struct):
        return {field.encode_name: field.type for field in msgspec.structs.fields(shape)}
    return {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _fitting(value: Any, kind: Any) -> Any:
    """Give the one value of a field, or the list of it where the field is a list."""
    try:
        msgspec.convert(value, type=kind, strict=False, dec_hook=decode_shape)
    except msgspec.MsgspecError:
        return _listed(value)
    return value


def _parts(kind: Multipart, data: bytes, media: str) -> dict[str, Any]:
    """Give the parts by name: texts, and files as (name, bytes); a list of those of one name."""
    found: dict[str, Any] = {}
    for head, content in _split(data, media):
        name = head.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            raise ValueError("it has a part without a name")
        file = head.get_filename()
        value = content.decode() if file is None else (file, content)
        found[name] = [*_listed(found[name]), value] if name in found else value
    if lacking := [name for name in kind.required if name not in found]:
        raise ValueError(f"it has no part {', '.join(lacking)}")
    return found


def _split(data: bytes, media: str) -> "Iterator[tuple[EmailMessage, bytes]]":
    """Give the header and the content of each part, which is not taken apart whatever it is."""
    boundary = _header(f"Content-Type: {media}".encode()).get_boundary()
    if not boundary:
        raise ValueError("it has no parts")
    mark = rb"(?:\A|\r\n)--%s(--)?[ \t]*(?=\r\n|\Z)" % re.escape(boundary.encode())
    marks = list(re.finditer(mark, data))
    if not marks or marks[-1][1] is None:
        raise ValueError("its parts do not end")
    for begin, end in pairwise(marks):
        if begin[1] is not None:
            raise ValueError("it goes on after the end of its parts")
        head, _, content = data[begin.end() : end.start()].partition(b"\r\n\r\n")
        header = _header(head.removeprefix(b"\r\n"))
        yield header, _plain(header, content)


def _header(text: bytes) -> "EmailMessage":
    from email.parser import BytesHeaderParser
    from email.policy import HTTP

    return BytesHeaderParser(policy=HTTP).parsebytes(text)


def _plain(header: "EmailMessage", content: bytes) -> bytes:
    """Give the bytes of a content, which a sender may have encoded as a mail does."""
    encoding = str(header.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "base64":
        return b64decode(content)
    return decodestring(content) if encoding == "quoted-printable" else content
