# Generated from openapi.yaml; do not edit.
"""Models of the contract: starts."""

from __future__ import annotations

from typing import Any, Literal

from flinkjobs._runtime.models.base import ADDITIONAL_PROPERTIES, Model
from flinkjobs.models._derived import RestoreRequestBase, RestoreStrategyBase

from . import resources


class RestoreRequest(RestoreRequestBase, kw_only=True):
    """State to start from."""

    kind: Literal["NONE", "LATEST_SAVEPOINT", "FROM_SAVEPOINT", "LATEST_STATE"] | str
    """From no state (NONE), the latest savepoint of the deployment (LATEST_SAVEPOINT), the savepoint savepointId, which may be another deployment's (FROM_SAVEPOINT), or the latest savepoint or retained checkpoint of the deployment (LATEST_STATE)."""
    savepoint_id: str | None = None
    """Id of the savepoint, when kind is FROM_SAVEPOINT."""
    allow_non_restored_state: bool | None = None
    """Whether state that no operator claims may be dropped."""
    job_start_time_in_ms: int | None = None
    """Time from which sources that allow it are read, in milliseconds since 1970-01-01 UTC; only when kind is NONE."""


class RestoreStrategy(RestoreStrategyBase, kw_only=True):
    """State that a job instance was started from."""

    kind: Literal["NONE", "LATEST_SAVEPOINT", "FROM_SAVEPOINT", "LATEST_STATE"] | str | None = None
    """Kind of start."""
    savepoint_id: str | None = None
    """Id of the savepoint, when kind is FROM_SAVEPOINT."""
    allow_non_restored_state: bool | None = None
    """Whether state that no operator claims may be dropped."""
    job_start_time_in_ms: int | None = None
    """Time from which sources are read, in milliseconds since 1970-01-01 UTC."""


class LocalVariable(Model, kw_only=True):
    """Value of one variable of the program."""

    name: str | None = None
    """Name of the variable."""
    value: str | None = None
    """Value put in its place."""
    additional_properties: dict[str, Any] = ADDITIONAL_PROPERTIES
    """Properties beside those that the contract names."""


class JobStartParameters(Model, kw_only=True):
    """Deployment to start, with the state that it starts from."""

    deployment_id: str
    """Id of the deployment."""
    job_id: str | None = None
    """Id of the new job instance, a UUID, when the caller chooses it."""
    restore_strategy: RestoreRequest | None = None
    """State that it starts from; without it, from none."""
    local_variables: list[LocalVariable] | None = None
    """Values put in place of the variables of the program, instead of the deployment's."""
    resource_queue_name: str | None = None
    """Name of the resource queue that runs it, instead of the deployment's."""


class BriefResourceSetting(Model, kw_only=True):
    """Resources and settings of one start."""

    streaming_resource_setting: resources.StreamingResourceSetting | None = None
    """Requested resources, in streaming mode."""
    batch_resource_setting: resources.BatchResourceSetting | None = None
    """Requested resources, in batch mode."""
    flink_conf: dict[str, Any] | None = None
    """Flink settings, instead of the deployment's; a value may be of any JSON type."""


class StartJobRequest(Model, kw_only=True):
    """Deployment to start, with state and resources."""

    deployment_id: str
    """Id of the deployment."""
    restore_strategy: RestoreRequest | None = None
    """State that it starts from; without it, from none."""
    resource_setting_spec: BriefResourceSetting | None = None
    """Resources of this start, instead of the deployment's."""
