# Generated from openapi.yaml; do not edit.
"""The workflows of the contract: what each returns, and the data that their runs follow."""

from collections.abc import Mapping

from msgspec import Struct

from ._runtime.workflows.planning import Change, Plan
from ._runtime.workflows.program import load_library
from ._runtime.workflows.running import Progress
from .operations import (
    CREATE_DEPLOYMENT,
    CREATE_SAVEPOINT,
    GET_DEPLOYMENT,
    GET_JOB,
    LIST_DEPLOYMENTS,
    LIST_JOBS,
    LIST_SAVEPOINTS,
    START_JOB_WITH_PARAMS,
    STOP_JOB,
    UPDATE_DEPLOYMENT,
)

__all__ = [
    "DeployResult",
    "ApplyResult",
    "StopResult",
    "RestartResult",
    "RollbackResult",
    "WaitResult",
    "Change",
    "LIBRARY",
    "Plan",
    "Progress",
]

LIBRARY = load_library(
    __file__,
    (
        CREATE_DEPLOYMENT,
        CREATE_SAVEPOINT,
        GET_DEPLOYMENT,
        GET_JOB,
        LIST_DEPLOYMENTS,
        LIST_JOBS,
        LIST_SAVEPOINTS,
        START_JOB_WITH_PARAMS,
        STOP_JOB,
        UPDATE_DEPLOYMENT,
    ),
)


class DeployResult(Struct, frozen=True, kw_only=True):
    """What a run of `deploy` returned: its id, the seconds of each step, and its outputs."""

    run: str
    durations: Mapping[str, float]
    deployment_id: str | None = None
    job_id: str | None = None
    state: str | None = None
    savepoint_id: str | None = None


class ApplyResult(Struct, frozen=True, kw_only=True):
    """What a run of `apply` returned: its id, the seconds of each step, and its outputs."""

    run: str
    durations: Mapping[str, float]
    created: str | None = None
    updated: str | None = None


class StopResult(Struct, frozen=True, kw_only=True):
    """What a run of `stop` returned: its id, the seconds of each step, and its outputs."""

    run: str
    durations: Mapping[str, float]
    deployment_id: str | None = None
    job_id: str | None = None
    savepoint_id: str | None = None
    savepoint_location: str | None = None


class RestartResult(Struct, frozen=True, kw_only=True):
    """What a run of `restart` returned: its id, the seconds of each step, and its outputs."""

    run: str
    durations: Mapping[str, float]
    deployment_id: str | None = None
    job_id: str | None = None
    state: str | None = None
    savepoint_id: str | None = None


class RollbackResult(Struct, frozen=True, kw_only=True):
    """What a run of `rollback` returned: its id, the seconds of each step, and its outputs."""

    run: str
    durations: Mapping[str, float]
    deployment_id: str | None = None
    previous_job_id: str | None = None
    job_id: str | None = None
    state: str | None = None
    savepoint_id: str | None = None


class WaitResult(Struct, frozen=True, kw_only=True):
    """What a run of `wait` returned: its id, the seconds of each step, and its outputs."""

    run: str
    durations: Mapping[str, float]
    deployment_id: str | None = None
    job_id: str | None = None
    state: str | None = None
    savepoint_id: str | None = None
