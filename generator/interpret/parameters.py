"""Parameters, and the body as one of them: codecs, annotations and defaults as source text."""

from __future__ import annotations

from ..ir import Parameter
from ..normalise.specification import Body, Specification
from ..normalise.specification import Parameter as StatedParameter
from .parameter_codecs import Codec, parameter_codec

__all__ = ["body_parameter", "parameter"]


def parameter(specification: Specification, stated: StatedParameter, name: str) -> Parameter:
    """Return one parameter, named `name` in Python."""
    codec = parameter_codec(specification, stated)
    return Parameter(
        name=name,
        wire_name=stated.name,
        location=stated.location,
        codec=codec.source,
        codec_name=codec.name,
        annotation=codec.annotation,
        decoded=codec.annotation,
        required=stated.is_required,
        default=codec.default,
        maximum=codec.maximum,
        is_client_scoped=stated.is_client_scoped,
        description=stated.description.strip(),
        expected=codec.expected,
        example=stated.example,
        source=stated.source,
        allows_reserved=stated.allows_reserved,
        default_text=None if codec.default is None else repr(stated.default),
    )


def body_parameter(body: Body, codec: Codec) -> Parameter:
    """Return the body as a parameter of a method."""
    return Parameter(
        name="body",
        wire_name="body",
        location="body",
        codec=codec.source,
        codec_name=codec.name,
        annotation=codec.annotation,
        decoded=codec.decoded or codec.annotation,
        required=body.is_required,
        default=None,
        maximum=None,
        is_client_scoped=False,
        description=body.description.strip() or "What the request carries.",
        expected=codec.expected,
        example=None,
        source="doc",
    )
