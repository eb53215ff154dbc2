# Generated from openapi.yaml; do not edit.
"""The commands of events, as data."""

from ..._runtime.cli.command import Command
from ...operations import GET_EVENTS

__all__ = ["COMMANDS"]


COMMANDS = (
    Command(
        action="list",
        operation=GET_EVENTS,
        summary="List the events of a namespace.",
        description="Returns one page of the events of a namespace, newest first: who created, changed, started, stopped or deleted what, and each change of a job instance's state with its reason. A deployment keeps its newest 1,000 events, also after it was deleted.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "deployment_id": "Only events of this deployment.",
            "deployment_name": "Only events of deployments that had exactly this name then.",
            "page_index": "Number of the page, counted from 1. A page beyond the last one is empty.",
            "page_size": "Number of events on a page.",
            "deployment": "Name of the deployment, in place of its id; exactly one deployment must have it.",
        },
        columns=("created_at_utc", "event_name", "message"),
        more_columns=("deployment_id", "job_id", "event_id"),
        tones={},
    ),
)
