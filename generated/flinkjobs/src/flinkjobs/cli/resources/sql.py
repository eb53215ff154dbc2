# Generated from openapi.yaml; do not edit.
"""The commands of sql, as data."""

from ..._runtime.cli.command import Block, Command
from ...operations import VALIDATE_SQL_STATEMENT

__all__ = ["COMMANDS"]

STATEMENTS_SQLVALIDATION_BLOCKS = (
    Block(
        title="Error",
        fields=(
            "line",
            "column",
            "error_details.end_line_number",
            "error_details.end_column_number",
            "error",
            "error_details.invalidflink_conf",
        ),
        needs="error_details",
    ),
    Block(
        title="Validation",
        fields=("success", "validation_result", "message"),
    ),
)


COMMANDS = (
    Command(
        action="validate",
        operation=VALIDATE_SQL_STATEMENT,
        summary="Check a SQL script without starting it.",
        description="Returns whether the script can be deployed and, when it cannot, the line and column of the first error. That a script is invalid is no failure of the operation. Definitions of the script, such as those of tables, are carried out as they are at a start; they last where a catalog keeps them.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "body": "The script, and what it is to be run with.",
        },
        body_help={
            "statement": "The script, one statement or several that end with semicolons.",
            "batch_mode": "Whether it is to process a bounded batch rather than a stream.",
            "version_name": "Version of the engine that is to run it.",
            "flink_configuration": "Flink settings; a value may be of any JSON type.",
            "additional_dependencies": "URLs of further jars that it needs.",
        },
        columns=("success", "validation_result", "line", "column", "error"),
        more_columns=("message",),
        tones={},
        blocks=STATEMENTS_SQLVALIDATION_BLOCKS,
        payload="data",
    ),
)
