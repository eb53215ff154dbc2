# Generated from openapi.yaml; do not edit.
"""The steps of the signature algorithm, for clients and servers."""

from ._runtime.aliyun.access_keys import AccessKey
from ._runtime.aliyun.acs3 import (
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
from ._runtime.client.request import Request
from ._runtime.parameters.percent_encoding import percent_encode

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
