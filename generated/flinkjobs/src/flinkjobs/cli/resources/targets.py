# Generated from openapi.yaml; do not edit.
"""The commands of targets, as data."""

from ..._runtime.cli.command import Command
from ...operations import LIST_DEPLOYMENT_TARGETS

__all__ = ["COMMANDS"]


COMMANDS = (
    Command(
        action="list",
        operation=LIST_DEPLOYMENT_TARGETS,
        summary="List the deployment targets of a namespace.",
        description="Returns one page of the resource queues and session clusters that deployments can name as their deploymentTarget, the default one first.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "page_index": "Number of the page, counted from 1. A page beyond the last one is empty.",
            "page_size": "Number of deployment targets on a page.",
        },
        columns=("name", "namespace", "limit_cpu", "limit_memory"),
        more_columns=(),
        tones={},
    ),
)
