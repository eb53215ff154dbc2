# Generated from openapi.yaml; do not edit.
"""Signing and checking requests: the algorithm step by step, for clients and servers alike."""

from ._runtime.credentials import AccessKey
from ._runtime.messages import Request
from ._runtime.percent import percent_encode
from ._runtime.signing import (
    ALGORITHM,
    Authorization,
    Signer,
    authorization,
    canonical_query,
    canonical_request,
    format_date,
    must_be_signed,
    parse_date,
    sha256_hex,
    signature,
    string_to_sign,
)

__all__ = [
    "ALGORITHM",
    "AccessKey",
    "Authorization",
    "Request",
    "Signer",
    "authorization",
    "canonical_query",
    "canonical_request",
    "format_date",
    "must_be_signed",
    "parse_date",
    "percent_encode",
    "sha256_hex",
    "signature",
    "string_to_sign",
]
