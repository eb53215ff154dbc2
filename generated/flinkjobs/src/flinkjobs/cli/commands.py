# Generated from openapi.yaml; do not edit.
"""The command line as data; the commands of a resource are loaded when they are used."""

from typing import TYPE_CHECKING

from .._runtime.aliyun.command_line import Diagnosis, settings
from .._runtime.cli.command import ClientParameter, Command, Program, Resource, Workflow
from .._runtime.contract.operation import Parameter
from .._runtime.parameters.scalars import Text
from ..contract import API, CONTRACT_VERSION, REGIONS

if TYPE_CHECKING:
    from .._runtime.cli.workflows.command import WorkflowCommand

__all__ = ["PROGRAM"]


def _load_deployments() -> tuple[Command, ...]:
    from .resources.deployments import COMMANDS

    return COMMANDS


def _load_targets() -> tuple[Command, ...]:
    from .resources.targets import COMMANDS

    return COMMANDS


def _load_engines() -> tuple[Command, ...]:
    from .resources.engines import COMMANDS

    return COMMANDS


def _load_events() -> tuple[Command, ...]:
    from .resources.events import COMMANDS

    return COMMANDS


def _load_variables() -> tuple[Command, ...]:
    from .resources.variables import COMMANDS

    return COMMANDS


def _load_savepoints() -> tuple[Command, ...]:
    from .resources.savepoints import COMMANDS

    return COMMANDS


def _load_sql() -> tuple[Command, ...]:
    from .resources.sql import COMMANDS

    return COMMANDS


def _load_flink() -> tuple[Command, ...]:
    from .resources.flink import COMMANDS

    return COMMANDS


def _load_jobs() -> tuple[Command, ...]:
    from .resources.jobs import COMMANDS

    return COMMANDS


def _load_deploy() -> "WorkflowCommand":
    from .workflows import COMMANDS

    return COMMANDS["deploy"]


def _load_apply() -> "WorkflowCommand":
    from .workflows import COMMANDS

    return COMMANDS["apply"]


def _load_stop() -> "WorkflowCommand":
    from .workflows import COMMANDS

    return COMMANDS["stop"]


def _load_restart() -> "WorkflowCommand":
    from .workflows import COMMANDS

    return COMMANDS["restart"]


def _load_rollback() -> "WorkflowCommand":
    from .workflows import COMMANDS

    return COMMANDS["rollback"]


def _load_wait() -> "WorkflowCommand":
    from .workflows import COMMANDS

    return COMMANDS["wait"]


def _load_chinese() -> dict[str, str]:
    from ..chinese import TEXTS

    return TEXTS


PROGRAM = Program(
    api=API,
    contract_version=CONTRACT_VERSION,
    summary="Deployments, their job instances and savepoints.",
    resources=(
        Resource(
            name="deployments",
            summary="Deployments, what a job is; each start makes a job instance of it.",
            load=_load_deployments,
        ),
        Resource(
            name="targets",
            summary="Deployment targets, the resource queues and session clusters that deployments run on.",
            load=_load_targets,
        ),
        Resource(
            name="engines",
            summary="The engine that runs jobs, in its versions.",
            load=_load_engines,
        ),
        Resource(
            name="events",
            summary="Events, a record of who changed what and of how jobs fared.",
            load=_load_events,
        ),
        Resource(
            name="variables",
            summary="Variables, values that programs and settings have by name.",
            load=_load_variables,
        ),
        Resource(
            name="savepoints",
            summary="Savepoints, consistent copies of the state of job instances.",
            load=_load_savepoints,
        ),
        Resource(
            name="sql",
            summary="SQL scripts, before they are deployed.",
            load=_load_sql,
        ),
        Resource(
            name="flink",
            summary="Flink's own REST API, as far as it is about a job instance.",
            load=_load_flink,
        ),
        Resource(
            name="jobs",
            summary="Job instances, the single runs of a deployed job.",
            load=_load_jobs,
        ),
    ),
    client_parameters=(
        ClientParameter(
            parameter=Parameter(
                name="workspace",
                wire_name="workspace",
                location="header",
                codec=Text(min_length=1),
            ),
            help="Id of the workspace.",
        ),
        ClientParameter(
            parameter=Parameter(
                name="namespace",
                wire_name="namespace",
                location="path",
                codec=Text(min_length=1),
            ),
            help="Name of the namespace, a project within the workspace.",
        ),
    ),
    settings=settings(REGIONS),
    diagnosis=Diagnosis(REGIONS),
    workflows=(
        Workflow(
            name="deploy",
            summary="Create or update a deployment, and have it run with the state that it had.",
            load=_load_deploy,
        ),
        Workflow(
            name="apply",
            summary="Create a deployment from a file, or change it to what the file says.",
            load=_load_apply,
            resource="deployments",
        ),
        Workflow(
            name="stop",
            summary="Stop a deployment with a savepoint, and tell where that is.",
            load=_load_stop,
        ),
        Workflow(
            name="restart",
            summary="Stop a deployment with a savepoint, and start it again from there.",
            load=_load_restart,
        ),
        Workflow(
            name="rollback",
            summary="Bring back the job instance before the latest, with its settings and its savepoint.",
            load=_load_rollback,
        ),
        Workflow(
            name="wait",
            summary="Wait until the latest job instance of a deployment runs.",
            load=_load_wait,
        ),
    ),
    languages={"zh": _load_chinese},
)
