"""Deployment records: the fields of a deployment's jobs that Flink does not know.

A record uses the field names of the API, and holds the rule by which its jobs are matched.
"""

from typing import Annotated

from msgspec import Meta, Struct

from flinkjobs.models.artifacts import Artifact
from flinkjobs.models.logs import Logging
from flinkjobs.models.resources import BatchResourceSetting, StreamingResourceSetting
from flinkjobs.models.starts import LocalVariable, RestoreStrategy

from ...store.types import DeploymentKey

__all__ = ["DeploymentRecord", "MatchRule"]

Text = Annotated[str, Meta(min_length=1, max_length=500)]


class MatchRule(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A rule that matches jobs: they have all `labels`, or run on `cluster` under `job_name`.

    Labels are those of `pipeline.global-job-parameters`.
    """

    labels: dict[str, str] | None = None
    cluster: Text | None = None
    job_name: Text | None = None


class DeploymentRecord(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """One deployment. A field that it omits stays absent in its jobs, or comes from Flink."""

    deployment_id: Text
    workspace: Text
    namespace: Text
    recognise: MatchRule
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
        """Key of the deployment in the store."""
        return DeploymentKey(self.workspace, self.namespace, self.deployment_id)

    def __str__(self) -> str:
        return f"{self.workspace}/{self.namespace}/{self.deployment_id}"
