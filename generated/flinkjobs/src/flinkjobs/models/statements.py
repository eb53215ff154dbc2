# Generated from openapi.yaml; do not edit.
"""Models of the contract: statements."""

from __future__ import annotations

from typing import Any, Literal

from flinkjobs._runtime.models.base import Model
from flinkjobs.models._derived import SqlValidationBase


class SqlStatement(Model, kw_only=True):
    """A SQL script, and what it is to be run with."""

    statement: str
    """The script, one statement or several that end with semicolons."""
    batch_mode: bool
    """Whether it is to process a bounded batch rather than a stream."""
    version_name: str | None = None
    """Version of the engine that is to run it."""
    flink_configuration: dict[str, Any] | None = None
    """Flink settings; a value may be of any JSON type."""
    additional_dependencies: list[str] | None = None
    """URLs of further jars that it needs."""


class SqlError(Model, kw_only=True):
    """An error of a SQL script. Lines and columns are counted from 1, in characters, and absent when the error has no place."""

    message: str | None = None
    """The error in one line."""
    line_number: str | None = None
    """Line in which the error starts, as a string."""
    column_number: str | None = None
    """Column at which the error starts, as a string."""
    end_line_number: str | None = None
    """Line in which the error ends, as a string."""
    end_column_number: str | None = None
    """Column at which the error ends, as a string; its character belongs to the error."""
    invalidflink_conf: list[str] | None = None
    """Keys of the Flink settings that are invalid."""


class SqlValidation(SqlValidationBase, kw_only=True):
    """Whether a SQL script is valid, and where its first error is."""

    success: bool | None = None
    """Whether the validation found no error."""
    validation_result: (
        Literal[
            "VALIDATION_RESULT_INVALID",
            "VALIDATION_RESULT_INVALID_QUERY",
            "VALIDATION_RESULT_UNSUPPORTED_QUERY",
            "VALIDATION_RESULT_INVALID_CONNECTOR_CONFIG",
            "VALIDATION_RESULT_INVALID_FLINK_CONFIG",
            "VALIDATION_RESULT_VALID_INSERT_QUERY",
            "VALIDATION_RESULT_VALID_SELECT_QUERY",
            "VALIDATION_RESULT_VALID_DDL_STATEMENT",
            "VALIDATION_RESULT_VALID_COMMAND_STATEMENT",
        ]
        | str
        | None
    ) = None
    """Kind of a valid script (VALIDATION_RESULT_VALID_*), or why it is none: a statement with an error (INVALID_QUERY) or of a kind that cannot be deployed (UNSUPPORTED_QUERY), options of a connector (INVALID_CONNECTOR_CONFIG), settings (INVALID_FLINK_CONFIG), or anything else (INVALID). Absent when no error was found and yet not everything could be checked."""
    message: str | None = None
    """What was checked, or the error in one line."""
    error_details: SqlError | None = None
    """The first error, and where it is."""


class ValidateSqlStatementResponse(Model, kw_only=True):
    """The result of a validation, in the envelope of every response of this API."""

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
    data: SqlValidation | None = None
    """The result of the validation; absent or empty after a failure."""
