"""Decoding of request bodies: JSON, forms, multipart, text and bytes."""

import json

import msgspec

from ..parameters.bodies import BinaryBody, JsonBody, TextBody
from ..parameters.body_protocol import BodyFault
from ..parameters.charsets import to_utf_8
from ..parameters.form_bodies import FormBody
from ..parameters.multipart_bodies import MultipartBody
from ..parameters.scalars import Codec
from .form_decoding import MissingPropertyError, decode_form
from .multipart_decoding import decode_multipart

__all__ = ["MissingPropertyError", "decode_body"]

_LONGEST_SHOWN = 60


def decode_body(kind: Codec, data: bytes, media: str) -> object:
    """Return the value of a body with Content-Type `media`; raise ValueError when it is invalid.

    Unknown and read-only properties are left out of it.
    """
    if isinstance(kind, BinaryBody):
        return data
    try:
        if isinstance(kind, MultipartBody):
            return decode_multipart(kind, data, media)
        return _decode_text(kind, to_utf_8(data, media))
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


def _decode_text(kind: Codec, data: bytes) -> object:
    if isinstance(kind, TextBody):
        return data.decode()
    return decode_form(kind, data) if isinstance(kind, FormBody) else _decode_json(kind, data)


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
