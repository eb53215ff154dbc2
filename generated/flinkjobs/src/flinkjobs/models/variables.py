# Generated from openapi.yaml; do not edit.
"""Models of the contract: variables."""

from __future__ import annotations

from typing import Any, Literal

from flinkjobs._runtime.models.base import ADDITIONAL_PROPERTIES, Model
from flinkjobs.models._derived import VariableBase


class Variable(VariableBase, kw_only=True):
    """A value that programs and settings of a namespace have by its name."""

    name: str | None = None
    """Name of the variable, once in its namespace."""
    kind: Literal["Plain", "Clear", "Encrypted"] | str | None = None
    """Whether the value is stored as it is (Plain, also Clear) or encrypted and never returned (Encrypted)."""
    value: str | None = None
    """Value of the variable; absent in responses when it is encrypted."""
    description: str | None = None
    """Readable description of the variable."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class GetVariableResponse(Model, kw_only=True):
    """One variable, in the envelope of every response of this API."""

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
    data: Variable | None = None
    """The variable; absent or empty after a failure."""


class VariableChanges(Model, kw_only=True):
    """Properties of a variable to change; those that are absent or null stay."""

    kind: Literal["Plain", "Clear", "Encrypted"] | str | None = None
    """Whether the value is stored as it is (Plain, also Clear) or encrypted and never returned (Encrypted)."""
    value: str | None = None
    """Value of the variable; absent in responses when it is encrypted."""
    description: str | None = None
    """Readable description of the variable."""


class DeleteVariableResponse(Model, kw_only=True):
    """The envelope of every response of this API, without data."""

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


class ListVariablesResponse(Model, kw_only=True):
    """One page of variables, in the envelope of every response of this API."""

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
    page_index: int | None = None
    """Number of this page, counted from 1."""
    page_size: int | None = None
    """Number of variables on a full page."""
    total_size: int | None = None
    """Number of variables on all pages together."""
    data: list[Variable] | None = None
    """The variables of this page, by name; empty after a failure."""
