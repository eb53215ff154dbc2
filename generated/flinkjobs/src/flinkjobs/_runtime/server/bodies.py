"""What a request carries, as its kind of body reads it: JSON, a form, parts, text or bytes."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from ..bodies import Binary, Form, Message, Multipart, PlainText
from ..kinds import Kind
from ..shape import decode_shape

__all__ = ["decode_body"]


def decode_body(kind: Kind, data: bytes, media: str) -> object:
    """Give the value of a body; raise ValueError, which says why, when it is none of its kind."""
    if isinstance(kind, Binary):
        return data
    if isinstance(kind, PlainText):
        return data.decode()
    if isinstance(kind, Multipart):
        return _parts(kind, data, media)
    shape = kind.shape if isinstance(kind, Message | Form) else Any
    try:
        if isinstance(kind, Form):
            return _filled(parse_qsl(data.decode(), keep_blank_values=True), shape)
        return msgspec.json.decode(data, type=shape, dec_hook=decode_shape)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from None


def _filled(pairs: Iterable[tuple[str, str]], shape: Any) -> object:
    """Make an object of the fields of a form; a dot in a name leads into an object."""
    whole: dict[str, Any] = {}
    known = _fields(shape)
    for name, text in pairs:
        *above, last = [name] if name in known else name.split(".")
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
    from email.parser import BytesParser
    from email.policy import HTTP

    head = f"Content-Type: {media}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + data)
    if not message.is_multipart():
        raise ValueError("it has no parts")
    found: dict[str, Any] = {}
    for part in message.iter_parts():
        name, content = (
            part.get_param("name", header="content-disposition"),
            part.get_payload(decode=True),
        )
        plain = content if isinstance(content, bytes) else b""
        file = part.get_filename()
        value = plain.decode() if file is None else (file, plain)
        found[str(name)] = [*_listed(found[str(name)]), value] if name in found else value
    if lacking := [name for name in kind.required if name not in found]:
        raise ValueError(f"it has no part {', '.join(lacking)}")
    return found
