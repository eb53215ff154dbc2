# Generated from openapi.yaml; do not edit.
"""The service interface of sql, which a server implements."""

from msgspec import Struct

from .._runtime.server.service_api import ServiceCall, operation_not_implemented
from ..models import SqlValidation
from ..operations import ValidateSqlStatementBody

__all__ = ["Sql", "ValidateSqlStatementParameters"]


class ValidateSqlStatementParameters(Struct, frozen=True, kw_only=True):
    """The parameters of ValidateSqlStatement, validated against the contract."""

    workspace: str
    """Id of the workspace."""
    namespace: str
    """Name of the namespace, a project within the workspace."""
    body: ValidateSqlStatementBody
    """The script, and what it is to be run with."""


class Sql:
    """SQL scripts, before they are deployed."""

    async def validate_sql_statement(
        self, call: ServiceCall, parameters: ValidateSqlStatementParameters
    ) -> SqlValidation | bytes:
        """Check a SQL script without starting it.

        The result may be encoded JSON, as bytes. Raise OperationFailure with a code of the
        contract to return an error.
        """
        raise operation_not_implemented(call)
