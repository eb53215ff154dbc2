# Generated from openapi.yaml; do not edit.
"""Models of the contract: proxied."""

from __future__ import annotations

from flinkjobs._runtime.models.base import Model


class FlinkApiProxyResponse(Model, kw_only=True):
    """A response of Flink, in the envelope of every response of this API."""

    request_id: str | None = None
    """Id of the request, to quote when asking for help."""
    success: bool | None = None
    """Whether the operation succeeded."""
    http_code: int | None = None
    """Always 200 once the operation was reached; success says whether it succeeded."""
    error_code: str | None = None
    """Code of the business failure; empty, or a string of two quotes, when there is none."""
    error_message: str | None = None
    """Error message; empty, or a string of two quotes, on success."""
    data: str | None = None
    """JSON that Flink responded with; absent or empty after a failure."""
