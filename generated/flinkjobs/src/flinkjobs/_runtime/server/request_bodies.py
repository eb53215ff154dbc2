"""Decoding of request bodies: JSON, forms, multipart, text and bytes."""

import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from itertools import pairwise
from quopri import decodestring
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from ..models.additional import keep_additional
from ..models.unions import decode_union
from ..parameters.bodies import (
    BinaryBody,
    FormBody,
    JsonBody,
    MultipartBody,
    TextBody,
)
from ..parameters.body_protocol import BodyFault
from ..parameters.scalars import Codec

if TYPE_CHECKING:
    from email.message import EmailMessage

__all__ = ["MissingPropertyError", "decode_body"]


_MAX_DEPTH = 100
_LONGEST_SHOWN = 60
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE | re.ASCII)
_UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
_CHARSETS = (
    "utf-16",
    "utf-16le",
    "utf-16be",
    "iso-8859-1",
    "windows-1252",
    "gb2312",
    "gbk",
    "gb18030",
)
"""Accepted charsets beside UTF-8. Python has more codecs, and remembers each name it is asked for."""


class MissingPropertyError(ValueError):
    """A required property of a body is absent or null."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def decode_body(kind: Codec, data: bytes, media: str) -> object:
    """Return the value of a body with Content-Type `media`; raise ValueError when it is invalid.

    Unknown and read-only properties are left out of it.
    """
    if isinstance(kind, BinaryBody):
        return data
    if isinstance(kind, MultipartBody):
        return _decode_multipart(kind, data, media)
    try:
        return _decode_text(kind, _to_utf_8(data, media))
    except BodyFault as error:
        if error.missing is not None:
            raise MissingPropertyError(error.missing, str(error)) from None
        raise
    except UnicodeDecodeError as error:
        raise ValueError(
            f"it is not {error.encoding}; send utf-8, or name its charset in Content-Type"
        ) from None
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _to_utf_8(data: bytes, media: str) -> bytes:
    charset = _CHARSET.search(media)
    if charset is None:
        return data
    name = charset[1].lower()
    if name in _UTF_8:
        return data
    if name not in _CHARSETS:
        raise ValueError(f"its charset {charset[1][:40]} is not supported; use utf-8")
    return data.decode(name).encode()


def _decode_text(kind: Codec, data: bytes) -> object:
    if isinstance(kind, TextBody):
        return data.decode()
    return _decode_form(kind, data) if isinstance(kind, FormBody) else _decode_json(kind, data)


def _decode_json(kind: Codec, data: bytes) -> object:
    value = kind.decode_body(data) if isinstance(kind, JsonBody) else msgspec.json.decode(data)
    # Of two properties of one name, msgspec keeps the last.
    json.loads(data, object_pairs_hook=_require_unique, parse_int=_nothing, parse_float=_nothing)
    return value


def _require_unique(pairs: list[tuple[str, object]]) -> None:
    names = set[str]()
    for name, _ in pairs:
        if name in names:
            raise ValueError(
                f"it has the property {_shown(name)} twice in one object; send it once"
            )
        names.add(name)


def _shown(name: str) -> str:
    return json.dumps(name[:_LONGEST_SHOWN], ensure_ascii=False)


def _nothing(_: str) -> None:
    """Return None for a number, which is not looked at."""


def _decode_form(kind: FormBody, data: bytes) -> object:
    fields = _form_object(parse_qsl(data.decode(), keep_blank_values=True), kind.type)
    for name in kind.required:
        if name not in fields:
            raise MissingPropertyError(name, f"$.{name} is missing")
    form = msgspec.convert(fields, type=kind.type, strict=False, dec_hook=decode_union)
    keep_additional(form, fields, strict=False)
    kind.check(form)
    return form


def _form_object(pairs: Iterable[tuple[str, str]], type_: Any) -> dict[str, Any]:
    """Build an object from form fields; a dot in a name leads into a nested object."""
    root: dict[str, Any] = {}
    types = _field_types(type_)
    for name, text in pairs:
        *parents, last = [name] if name in types else name.split(".")
        if len(parents) > _MAX_DEPTH:
            raise RecursionError
        owner = root
        for parent in parents:
            child = owner.setdefault(parent, {})
            owner = child if isinstance(child, dict) else {}
        owner[last] = [*_as_list(owner[last]), text] if last in owner else text
    for name in root.keys() & types.keys():
        root[name] = _as_list_if_needed(root[name], types[name])
    return root


def _field_types(type_: Any) -> dict[str, Any]:
    if isinstance(type_, type) and issubclass(type_, Struct):
        return {field.encode_name: field.type for field in msgspec.structs.fields(type_)}
    return {}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _as_list_if_needed(value: Any, type_: Any) -> Any:
    """Return the only value of a field, as a list of one when the field's type is a list."""
    try:
        msgspec.convert(value, type=type_, strict=False, dec_hook=decode_union)
    except msgspec.MsgspecError:
        return _as_list(value)
    return value


def _decode_multipart(kind: MultipartBody, data: bytes, media: str) -> dict[str, Any]:
    """Return the parts by name: texts, and files as (name, bytes); a list for a repeated name."""
    parts: dict[str, Any] = {}
    for header, content in _split(data, media):
        name = header.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            raise ValueError("it has a part without a name")
        file = header.get_filename()
        value = content.decode() if file is None else (file, content)
        parts[name] = [*_as_list(parts[name]), value] if name in parts else value
    if missing := [name for name in kind.required if name not in parts]:
        raise ValueError(f"it has no part {', '.join(missing)}")
    return parts


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
