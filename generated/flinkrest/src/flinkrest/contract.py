# Generated from flink-rest.yaml; do not edit.
"""Facts of the contract that hold for every operation."""

from collections.abc import Mapping
from typing import Any

from ._runtime.contract.api import Api
from ._runtime.contract.operation import ErrorBodyFields, ErrorRule

__all__ = ["API", "CONTRACT_HASH", "CONTRACT_VERSION", "ENVELOPE", "ERRORS", "ERROR_BODY"]

CONTRACT_VERSION = "0.1.0"
CONTRACT_HASH = "e050f8e2a3f7614ca2984bf796a02aa500dbef32b7ba1e60b630bf4ff05582b7"
"""SHA-256 of the specification that this package was generated from."""
ENVELOPE = None
ERROR_BODY = ErrorBodyFields(
    code="code",
    message="errors",
    request_id="requestId",
    detail="detail",
    host=None,
    recommend=None,
)


ERRORS: tuple[ErrorRule, ...] = ()


def _load_error_bodies() -> Mapping[str, Mapping[str, Any]]:
    from .error_bodies import ERROR_BODIES

    return ERROR_BODIES


API = Api(
    package="flinkrest",
    package_version="0.1.0",
    server="http://localhost:8081",
    envelope=ENVELOPE,
    error_body=ERROR_BODY,
    errors=ERRORS,
    load_error_bodies=_load_error_bodies,
)
