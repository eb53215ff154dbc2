# Generated from openapi.yaml; do not edit.
"""The commands of engines, as data."""

from ..._runtime.cli.command import Block, Command
from ...operations import LIST_ENGINE_VERSION_METADATA

__all__ = ["COMMANDS"]

ENGINES_ENGINEVERSIONINDEX_BLOCKS = (
    Block(
        title="Versions of the engine",
        fields=("default_engine_version", "engine_version_metadata"),
    ),
)


COMMANDS = (
    Command(
        action="versions",
        operation=LIST_ENGINE_VERSION_METADATA,
        summary="List the versions of the engine.",
        description="Returns the versions that a deployment can name as its engineVersion, and which one it has when it names none.",
        help={
            "workspace": "Id of the workspace.",
        },
        columns=("default_engine_version",),
        more_columns=(),
        tones={},
        blocks=ENGINES_ENGINEVERSIONINDEX_BLOCKS,
        payload="data",
    ),
)
