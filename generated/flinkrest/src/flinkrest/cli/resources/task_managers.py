# Generated from flink-rest.yaml; do not edit.
"""The commands of task_managers, as data."""

from ..._runtime.cli.command import Command
from ...operations import GET_TASK_MANAGER, LIST_TASK_MANAGERS

__all__ = ["COMMANDS"]


COMMANDS = (
    Command(
        action="list",
        operation=LIST_TASK_MANAGERS,
        summary="List the TaskManagers that have registered.",
        description="One that has not sent a heartbeat for a while is left out.",
        help={},
        columns=("taskmanagers",),
        more_columns=(),
        tones={},
    ),
    Command(
        action="get",
        operation=GET_TASK_MANAGER,
        summary="Get a TaskManager, with its resources and the slots of jobs.",
        description="The response for an unknown TaskManager has status 500.",
        help={
            "task_manager_id": "Id of the TaskManager.",
        },
        columns=(
            "id",
            "path",
            "data_port",
            "time_since_last_heartbeat",
            "slots_number",
            "free_slots",
        ),
        more_columns=("total_resource", "free_resource", "allocated_slots"),
        tones={},
    ),
)
