# Generated from openapi.yaml; do not edit.
"""The commands of savepoints, as data."""

from ..._runtime.cli.command import Awaits, Block, Command, Wait
from ...operations import (
    CREATE_SAVEPOINT,
    DELETE_SAVEPOINT,
    GET_SAVEPOINT,
    GET_SAVEPOINT_WAIT,
    LIST_SAVEPOINTS,
)

__all__ = ["COMMANDS"]

SAVEPOINTS_SAVEPOINT_BLOCKS = (
    Block(
        title="Failure",
        fields=("status.failure.reason", "status.failure.message", "status.failure.failed_at_utc"),
        needs="status.failure",
    ),
    Block(
        title="Savepoint",
        fields=(
            "savepoint_id",
            "state",
            "savepoint_location",
            "savepoint_origin",
            "native_format",
            "stop_with_drain_enabled",
            "description",
        ),
    ),
    Block(
        title="Times",
        fields=("created_at_utc", "modified_at_utc"),
    ),
    Block(
        title="Source",
        fields=("deployment_id", "job_id", "namespace"),
    ),
)


COMMANDS = (
    Command(
        action="list",
        operation=LIST_SAVEPOINTS,
        summary="List the savepoints of a namespace.",
        description="Returns one page of the savepoints of a namespace, of one deployment or of one job instance, newest first. Checkpoints that the service retained are among them.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "deployment_id": "Only savepoints of this deployment.",
            "job_id": "Only savepoints of this job instance.",
            "page_index": "Number of the page, counted from 1. A page beyond the last one is empty.",
            "page_size": "Number of savepoints on a page.",
            "deployment": "Name of the deployment, in place of its id; exactly one deployment must have it.",
        },
        columns=("savepoint_id", "state", "savepoint_origin", "created_at_utc", "job_id"),
        more_columns=(
            "reason",
            "description",
            "native_format",
            "savepoint_location",
            "deployment_id",
        ),
        tones={"state": {"STARTED": "busy", "COMPLETED": "good", "FAILED": "bad"}},
        blocks=SAVEPOINTS_SAVEPOINT_BLOCKS,
    ),
    Command(
        action="create",
        operation=CREATE_SAVEPOINT,
        summary="Take a savepoint of the running job instance of a deployment.",
        description="Returns at once; the savepoint is taken meanwhile, and its state tells when it is complete. Only a running job instance of a streaming deployment has one taken.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "body": "The deployment, and the form of the savepoint.",
            "deployment": "Name of the deployment, in place of its id; exactly one deployment must have it.",
        },
        body_help={
            "deployment_id": "Id of the deployment.",
            "description": "Readable description of the savepoint.",
            "native_format": "Whether the savepoint has the native format of its state backend, which is quicker and smaller but bound to it; false, the default, is the canonical format.",
        },
        columns=("savepoint_id", "state", "savepoint_origin", "created_at_utc", "job_id"),
        more_columns=(
            "reason",
            "description",
            "native_format",
            "savepoint_location",
            "deployment_id",
        ),
        tones={"state": {"STARTED": "busy", "COMPLETED": "good", "FAILED": "bad"}},
        blocks=SAVEPOINTS_SAVEPOINT_BLOCKS,
        payload="data",
        awaits=Awaits(
            wait=Wait(
                waiter=GET_SAVEPOINT_WAIT,
                goal="COMPLETED",
                interval=5,
                timeout=300,
            ),
            field="savepoint_id",
        ),
    ),
    Command(
        action="get",
        operation=GET_SAVEPOINT,
        summary="Get one savepoint.",
        description="Returns one savepoint of a namespace, with the same fields as a listing.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "savepoint_id": "Id of the savepoint.",
        },
        columns=("savepoint_id", "state", "savepoint_origin", "created_at_utc", "job_id"),
        more_columns=(
            "reason",
            "description",
            "native_format",
            "savepoint_location",
            "deployment_id",
        ),
        tones={"state": {"STARTED": "busy", "COMPLETED": "good", "FAILED": "bad"}},
        blocks=SAVEPOINTS_SAVEPOINT_BLOCKS,
        payload="data",
    ),
    Command(
        action="delete",
        operation=DELETE_SAVEPOINT,
        summary="Delete a savepoint.",
        description="Deletes a savepoint and its files. A checkpoint that the service retained, and a savepoint that is still being taken, cannot be deleted.",
        help={
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
            "savepoint_id": "Id of the savepoint.",
        },
        columns=(),
        more_columns=(),
        tones={},
        question="Delete the savepoint and its files?",
    ),
    Command(
        action="wait",
        operation=GET_SAVEPOINT,
        wait=Wait(
            waiter=GET_SAVEPOINT_WAIT,
            goal="COMPLETED",
            interval=5,
            timeout=300,
        ),
        summary="Wait until a savepoint is complete.",
        description="",
        help={
            "savepoint_id": "Id of the savepoint.",
            "workspace": "Id of the workspace.",
            "namespace": "Name of the namespace, a project within the workspace.",
        },
        columns=("savepoint_id", "state", "savepoint_origin", "created_at_utc", "job_id"),
        more_columns=(
            "reason",
            "description",
            "native_format",
            "savepoint_location",
            "deployment_id",
        ),
        tones={"state": {"STARTED": "busy", "COMPLETED": "good", "FAILED": "bad"}},
        blocks=SAVEPOINTS_SAVEPOINT_BLOCKS,
        payload="data",
    ),
)
