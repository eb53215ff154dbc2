# Generated from flink-rest.yaml; do not edit.
"""Facts of the contract that hold for every operation."""

from ._runtime.contract.api import Api
from ._runtime.contract.operation import ErrorRule, RefusalFields

__all__ = ["API", "CONTRACT_HASH", "CONTRACT_VERSION", "ENVELOPE", "ERRORS", "REFUSAL", "SIGNER"]

CONTRACT_VERSION = "0.1.0"
CONTRACT_HASH = "05f70de8a2252d1e3e2431150b076cd41d3d30a7ab58bbb85cd9cb33d6883058"
"""SHA-256 of the specification that this package was made from."""
ENVELOPE = None
REFUSAL = RefusalFields(
    code="code",
    message="errors",
    request_id="requestId",
    detail="detail",
    host=None,
    recommend=None,
)
SIGNER = None


ERRORS: tuple[ErrorRule, ...] = ()

API = Api(
    package="flinkrest",
    package_version="0.1.0",
    server="http://localhost:8081",
    regions=(),
    signer=SIGNER,
    envelope=ENVELOPE,
    refusal=REFUSAL,
    errors=ERRORS,
)
