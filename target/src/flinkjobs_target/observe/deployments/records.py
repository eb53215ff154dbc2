"""Deployment records: what is true of a deployment and what Flink does not know.

A record names the fields of a job as the API does, and says how its jobs are recognised.
"""

from typing import Annotated

from msgspec import Meta, Struct

from flinkjobs.models.artifacts import Artifact
from flinkjobs.models.logs import Logging
from flinkjobs.models.resources import BatchResourceSetting, StreamingResourceSetting
from flinkjobs.models.starts import LocalVariable, RestoreStrategy

from ...store.types import DeploymentKey

__all__ = ["DeploymentRecord", "Recognition"]

Text = Annotated[str, Meta(min_length=1, max_length=500)]


class Recognition(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """How jobs are recognised: they have all `labels`, or run on `cluster` under `job_name`.

    Labels are those of `pipeline.global-job-parameters`.
    """

    labels: dict[str, str] | None = None
    cluster: Text | None = None
    job_name: Text | None = None


class DeploymentRecord(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """One deployment. What it leaves out stays absent in its jobs, or is what Flink says."""

    deployment_id: Text
    workspace: Text
    namespace: Text
    recognise: Recognition
    deployment_name: str | None = None
    creator: str | None = None
    creator_name: str | None = None
    modifier: str | None = None
    modifier_name: str | None = None
    engine_version: str | None = None
    user_flink_conf: dict[str, object] | None = None
    artifact: Artifact | None = None
    logging: Logging | None = None
    batch_resource_setting: BatchResourceSetting | None = None
    streaming_resource_setting: StreamingResourceSetting | None = None
    restore_strategy: RestoreStrategy | None = None
    local_variables: list[LocalVariable] | None = None

    @property
    def key(self) -> DeploymentKey:
        """Where it is."""
        return DeploymentKey(self.workspace, self.namespace, self.deployment_id)

    def __str__(self) -> str:
        return f"{self.workspace}/{self.namespace}/{self.deployment_id}"
