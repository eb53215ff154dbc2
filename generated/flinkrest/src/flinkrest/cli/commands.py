# Generated from flink-rest.yaml; do not edit.
"""The command line as data; the commands of a resource are loaded when they are used."""

from .._runtime.cli.command import Command, Program, Resource
from ..contract import API, CONTRACT_VERSION

__all__ = ["PROGRAM"]


def _load_cluster() -> tuple[Command, ...]:
    from .resources.cluster import COMMANDS

    return COMMANDS


def _load_jobs() -> tuple[Command, ...]:
    from .resources.jobs import COMMANDS

    return COMMANDS


def _load_savepoints() -> tuple[Command, ...]:
    from .resources.savepoints import COMMANDS

    return COMMANDS


def _load_jars() -> tuple[Command, ...]:
    from .resources.jars import COMMANDS

    return COMMANDS


def _load_task_managers() -> tuple[Command, ...]:
    from .resources.task_managers import COMMANDS

    return COMMANDS


PROGRAM = Program(
    api=API,
    contract_version=CONTRACT_VERSION,
    summary="Jobs of a Flink cluster, with their states, failures, checkpoints and resources.",
    resources=(
        Resource(
            name="cluster",
            summary="The cluster as a whole.",
            load=_load_cluster,
        ),
        Resource(
            name="jobs",
            summary="The jobs that the JobManager knows, running and recently ended ones.",
            load=_load_jobs,
        ),
        Resource(
            name="savepoints",
            summary="Savepoints, taken of running jobs and disposed of.",
            load=_load_savepoints,
        ),
        Resource(
            name="jars",
            summary="The programs that were uploaded to the JobManager.",
            load=_load_jars,
        ),
        Resource(
            name="task_managers",
            summary="The processes that run the tasks of jobs.",
            load=_load_task_managers,
        ),
    ),
)
