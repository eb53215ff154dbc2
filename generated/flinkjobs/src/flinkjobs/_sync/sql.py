# Generated from openapi.yaml; do not edit.
"""Sql of the synchronous client."""

from collections.abc import Mapping, Sequence
from typing import Any

from .._runtime.client.body_arguments import join_body
from .._runtime.client.response import require_payload
from .._runtime.client.session import Session
from .._runtime.options.raw_response import raw_response
from ..models import SqlValidation
from ..operations import VALIDATE_SQL_STATEMENT, ValidateSqlStatementBody

__all__ = ["Sql"]


class Sql:
    """SQL scripts, before they are deployed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def with_raw_response(self) -> "RawOperations":
        """The same methods, each of which returns its value with status, headers and bytes."""
        return RawOperations(self._session)

    def validate(
        self,
        *,
        statement: str | None = None,
        batch_mode: bool | None = None,
        version_name: str | None = None,
        flink_configuration: Mapping[str, Any] | None = None,
        additional_dependencies: Sequence[str] | None = None,
        body: ValidateSqlStatementBody | Mapping[str, Any] | None = None,
        workspace: str | None = None,
        namespace: str | None = None,
    ) -> SqlValidation:
        """Check a SQL script without starting it.

        Returns whether the script can be deployed and, when it cannot, the line and column of
        the first error. That a script is invalid is no failure of the operation. Definitions of
        the script, such as those of tables, are carried out as they are at a start; they last
        where a catalog keeps them.

        Args:
            statement: The script, one statement or several that end with semicolons.
            batch_mode: Whether it is to process a bounded batch rather than a stream.
            version_name: Version of the engine that is to run it.
            flink_configuration: Flink settings; a value may be of any JSON type.
            additional_dependencies: URLs of further jars that it needs.
            body: The script, and what it is to be run with.
            workspace: Id of the workspace. Default: the client's.
            namespace: Name of the namespace, a project within the workspace. Default: the
                client's.

        Returns:
            The SqlValidation of the response.

        Raises:
            UsageError: An argument is invalid; nothing was sent.
            ServiceError: The service reported an error; each kind has a subclass.
            TransportError: No response arrived; RequestTimeoutError: not within the time limit.
            InvalidResponseError: The response does not match the contract.
        """
        arguments: dict[str, object] = {
            "body": join_body(
                VALIDATE_SQL_STATEMENT,
                body,
                {
                    "statement": statement,
                    "batchMode": batch_mode,
                    "versionName": version_name,
                    "flinkConfiguration": flink_configuration,
                    "additionalDependencies": additional_dependencies,
                },
            ),
            "workspace": workspace,
            "namespace": namespace,
        }
        result = self._session.call(VALIDATE_SQL_STATEMENT, arguments)
        return require_payload(VALIDATE_SQL_STATEMENT, result, result.value.data)


class RawOperations:
    """The operations of Sql; each returns its value with the raw response."""

    def __init__(self, session: Session) -> None:
        self.validate = raw_response(session, Sql, Sql.validate)
