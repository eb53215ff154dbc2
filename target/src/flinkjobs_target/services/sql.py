"""The service of SQL scripts."""

from collections.abc import Mapping

from flinkjobs.models import SqlError, SqlValidation
from flinkjobs.server import ServiceCall, Sql, ValidateSqlStatementParameters

from ..engine.interface import Engine, SqlScript, SqlVerdict
from ..store.tables import DeployStore, Tables
from ..store.types import NamespaceKey
from .engine_calls import asking
from .transactions import reading
from .variable_values import known_variables

__all__ = ["SqlService"]


class SqlService(Sql):
    """Has an engine check SQL scripts, for accounts that have the workspace."""

    def __init__(self, store: DeployStore, engine: Engine) -> None:
        self._store = store
        self._engine = engine

    async def validate_sql_statement(
        self, call: ServiceCall, parameters: ValidateSqlStatementParameters
    ) -> SqlValidation:
        """Check a script; one that is invalid is a result, and no failure."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        account, body = call.principal.account, parameters.body

        def read(tables: Tables) -> Mapping[str, str]:
            tables.require_workspace(account, namespace)
            return known_variables(tables, namespace, body.statement)

        variables = await reading(self._store, read)
        script = SqlScript(
            text=body.statement,
            is_batch=body.batch_mode,
            engine_version=body.version_name or None,
            settings=body.flink_configuration or {},
            dependencies=body.additional_dependencies or (),
            variables=variables,
        )
        with asking("$"):
            return _validation(await self._engine.check_sql(script))


def _validation(verdict: SqlVerdict) -> SqlValidation:
    validation = SqlValidation(
        success=verdict.error is None,
        validation_result=verdict.result,
        message=verdict.message,
    )
    if verdict.error is not None:
        settings = list(verdict.settings) or None
        validation.error_details = SqlError(message=verdict.error, invalidflink_conf=settings)
    if validation.error_details is not None and verdict.range is not None:
        validation.error_details.line_number = str(verdict.range.line)
        validation.error_details.column_number = str(verdict.range.column)
        validation.error_details.end_line_number = str(verdict.range.end_line)
        validation.error_details.end_column_number = str(verdict.range.end_column)
    return validation
