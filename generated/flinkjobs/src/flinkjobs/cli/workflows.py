# Generated from openapi.yaml; do not edit.
"""The commands that run workflows, as data."""

from .._runtime.cli.workflows.command import WorkflowCommand, WorkflowInput, WorkflowOutput
from .._runtime.workflows.program import Library

__all__ = ["COMMANDS"]


def _load() -> Library:
    from ..workflows import LIBRARY

    return LIBRARY


COMMANDS = {
    "deploy": WorkflowCommand(
        workflow="deploy",
        description="Creates the deployment when there is none of its name, and starts it. Otherwise stops its job instance with a savepoint, updates it, starts it from that savepoint, and waits until it runs.",
        inputs=(
            WorkflowInput(
                name="deployment",
                help="The deployment as it is to be.",
                required=True,
            ),
            WorkflowInput(
                name="name",
                help="Name of the deployment.",
                scalar="string",
            ),
            WorkflowInput(
                name="fresh",
                help="Whether the job instance starts without state.",
                scalar="boolean",
            ),
        ),
        outputs=(
            WorkflowOutput("deployment_id", "deploymentId"),
            WorkflowOutput("job_id", "jobId"),
            WorkflowOutput("state", "state"),
            WorkflowOutput("savepoint_id", "savepointId"),
        ),
        load=_load,
        is_resumable=True,
        compensation="rollback",
    ),
    "apply": WorkflowCommand(
        workflow="apply",
        description="Creates the deployment when there is none of its name. Otherwise changes what differs from the file; what the file does not mention stays. No job instance is started or stopped.",
        inputs=(
            WorkflowInput(
                name="deployment",
                help="The deployment as it is to be.",
                required=True,
            ),
            WorkflowInput(
                name="name",
                help="Name of the deployment.",
                scalar="string",
            ),
        ),
        outputs=(
            WorkflowOutput("created", "created"),
            WorkflowOutput("updated", "updated"),
        ),
        load=_load,
        shows_difference=True,
    ),
    "stop": WorkflowCommand(
        workflow="stop",
        description="Waits until the job instance has stopped. One that has ended already is left as it is; the savepoint of its stop is found again.",
        inputs=(
            WorkflowInput(
                name="name",
                help="Name of the deployment.",
                required=True,
                scalar="string",
            ),
        ),
        outputs=(
            WorkflowOutput("deployment_id", "deploymentId"),
            WorkflowOutput("job_id", "jobId"),
            WorkflowOutput("savepoint_id", "savepointId"),
            WorkflowOutput("savepoint_location", "savepointLocation"),
        ),
        load=_load,
    ),
    "restart": WorkflowCommand(
        workflow="restart",
        description="Changes of the deployment since its last start take effect. One whose job instance has ended is started from the savepoint of its stop, else from its latest state.",
        inputs=(
            WorkflowInput(
                name="name",
                help="Name of the deployment.",
                required=True,
                scalar="string",
            ),
            WorkflowInput(
                name="fresh",
                help="Whether the job instance starts without state.",
                scalar="boolean",
            ),
        ),
        outputs=(
            WorkflowOutput("deployment_id", "deploymentId"),
            WorkflowOutput("job_id", "jobId"),
            WorkflowOutput("state", "state"),
            WorkflowOutput("savepoint_id", "savepointId"),
        ),
        load=_load,
        is_resumable=True,
    ),
    "rollback": WorkflowCommand(
        workflow="rollback",
        description="Gives the deployment the settings that the job instance before the latest one ran with, and starts it from the savepoint that this one was stopped with. Of a job instance that runs, a savepoint is taken before it is stopped, so that nothing is lost.",
        inputs=(
            WorkflowInput(
                name="name",
                help="Name of the deployment.",
                required=True,
                scalar="string",
            ),
            WorkflowInput(
                name="failed_job_id",
                help="Id of the job instance to leave; without it, the latest one.",
                scalar="string",
            ),
        ),
        outputs=(
            WorkflowOutput("deployment_id", "deploymentId"),
            WorkflowOutput("previous_job_id", "previousJobId"),
            WorkflowOutput("job_id", "jobId"),
            WorkflowOutput("state", "state"),
            WorkflowOutput("savepoint_id", "savepointId"),
        ),
        load=_load,
        is_resumable=True,
    ),
    "wait": WorkflowCommand(
        workflow="wait",
        description="",
        inputs=(
            WorkflowInput(
                name="name",
                help="Name of the deployment.",
                required=True,
                scalar="string",
            ),
        ),
        outputs=(
            WorkflowOutput("deployment_id", "deploymentId"),
            WorkflowOutput("job_id", "jobId"),
            WorkflowOutput("state", "state"),
            WorkflowOutput("savepoint_id", "savepointId"),
        ),
        load=_load,
    ),
}
