"""Decoding of URL-encoded forms, field by field as the contract states their encodings."""

from collections.abc import Mapping
from contextlib import suppress
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
from msgspec import Struct

from ..models.additional import keep_additional
from ..models.unions import decode_union
from ..parameters.form_bodies import FieldEncoding, FormBody
from ..parameters.nested_pairs import nest_deep, pairs_of
from ..parameters.percent_encoding import percent_decode

__all__ = ["MissingPropertyError", "decode_form"]


class MissingPropertyError(ValueError):
    """A required property of a body is absent or null."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def decode_form(kind: FormBody, data: bytes) -> object:
    """Return the value of a form; raise ValueError or MsgspecError when it is invalid."""
    form = _FormReader(kind, data.decode()).read()
    for name in kind.required:
        if name not in form:
            raise MissingPropertyError(name, f"$.{name} is missing")
    value = msgspec.convert(form, type=kind.type, strict=False, dec_hook=decode_union)
    keep_additional(value, form, strict=False)
    kind.check(value)
    return value


class _FormReader:
    """Reads the fields of a form; `raw` are their texts by decoded name, percent-encoded."""

    def __init__(self, kind: FormBody, text: str) -> None:
        self._kind = kind
        self._types = _field_types(kind.type)
        self._raw: dict[str, list[str]] = {}
        for pair in text.replace("+", "%20").split("&"):
            name, _, raw = pair.partition("=")
            if name:
                self._raw.setdefault(percent_decode(name), []).append(raw)
        self._texts = {
            name: [percent_decode(raw) for raw in raws] for name, raws in self._raw.items()
        }

    def read(self) -> dict[str, Any]:
        """Return the object that the fields make up."""
        form: dict[str, Any] = {}
        used: set[str] = set()
        for name, encoding in self._kind.fields.items():
            if encoding.style:
                value = self._styled(name, encoding, used)
                if value is not None:
                    form[name] = value
        for name, texts in self._texts.items():
            if name not in used:
                encoding = self._kind.encoding_of(name)
                form[name] = _plain(texts, self._types.get(name, Any), encoding)
        return form

    def _styled(self, name: str, encoding: FieldEncoding, used: set[str]) -> Any:
        """Return the value of a field with a style; add the names that it consists of to `used`."""
        type_ = self._types.get(name, Any)
        if encoding.style == "deepObject":
            found = nest_deep(name, pairs_of(self._texts))
            used |= {key for key in self._texts if key.startswith(f"{name}[")}
            return found
        is_object = _is_object(type_)
        if encoding.explode and is_object:
            members = [key for key in _member_names(type_, self._types) if key in self._texts]
            used |= {*members}
            return {key: self._texts[key][-1] for key in members} or None
        if name not in self._raw:
            return None
        used.add(name)
        codec = encoding.codec_of({} if is_object else [])
        is_list = _is_list(type_)
        if codec is None or encoding.explode or not (is_object or is_list):
            return _plain(self._texts[name], type_, encoding)
        return codec.decode_escaped(self._raw[name][-1])


def _plain(texts: list[str], type_: Any, encoding: FieldEncoding) -> Any:
    """Return the value of a field without a style: texts or JSON, a list of them where it is one."""
    values = [_item(text, type_, encoding) for text in texts]
    if len(values) > 1:
        return values
    return values[0] if _accepts(values[0], type_) else values


def _item(text: str, type_: Any, encoding: FieldEncoding) -> Any:
    """Return the value of one text: JSON where it is stated, or where the text alone would not do."""
    if encoding.is_json:
        return msgspec.json.decode(text)
    if text[:1] not in ("{", "[") or any(_accepts(text, wanted) for wanted in _item_types(type_)):
        return text
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(text)
    return text


def _item_types(type_: Any) -> list[Any]:
    """Return the types that the text of one field may be of: a type itself, and the items of a list."""
    lists = [member for member in _members(type_) if get_origin(member) is list]
    return [type_, *(get_args(member)[0] for member in lists)]


def _accepts(text: str, type_: Any) -> bool:
    try:
        msgspec.convert(text, type=type_, strict=False, dec_hook=decode_union)
    except msgspec.MsgspecError:
        return False
    return True


def _field_types(type_: Any) -> Mapping[str, Any]:
    if isinstance(type_, type) and issubclass(type_, Struct):
        return {field.encode_name: field.type for field in msgspec.structs.fields(type_)}
    return {}


def _members(type_: Any) -> tuple[Any, ...]:
    return get_args(type_) if get_origin(type_) in (Union, UnionType) else (type_,)


def _is_object(type_: Any) -> bool:
    return any(
        get_origin(member) is dict or (isinstance(member, type) and issubclass(member, Struct))
        for member in _members(type_)
    )


def _is_list(type_: Any) -> bool:
    return any(get_origin(member) is list for member in _members(type_))


def _member_names(type_: Any, siblings: Mapping[str, Any]) -> list[str]:
    """Return the names of an object's properties, which stand beside those of the form itself."""
    names = [name for member in _members(type_) for name in _field_types(member)]
    return [name for name in names if name not in siblings]
