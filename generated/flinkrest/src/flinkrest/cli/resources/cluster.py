# Generated from flink-rest.yaml; do not edit.
"""The commands of cluster, as data."""

from ..._runtime.cli.command import Command
from ...operations import GET_DASHBOARD, GET_OVERVIEW, LIST_SETTINGS

__all__ = ["COMMANDS"]


COMMANDS = (
    Command(
        action="get_overview",
        operation=GET_OVERVIEW,
        summary="Get the version, and the numbers of slots and jobs.",
        description="A history server has no overview of slots.",
        help={},
        columns=("flink_version", "taskmanagers", "slots_total", "slots_available", "jobs_running"),
        more_columns=(),
        tones={},
    ),
    Command(
        action="get_dashboard",
        operation=GET_DASHBOARD,
        summary="Get the configuration of Flink's dashboard, with the version.",
        description="It also shows whether the server is a history server.",
        help={},
        columns=("flink_version", "flink_revision"),
        more_columns=(),
        tones={},
    ),
    Command(
        action="list_settings",
        operation=LIST_SETTINGS,
        summary="List the configuration of the JobManager.",
        description="Flink hides the values of keys that it takes for secrets; it shows other secrets.",
        help={},
        columns=("key", "value"),
        more_columns=(),
        tones={},
        is_list=True,
    ),
)
