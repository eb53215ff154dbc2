"""Deployments that are known from their jobs alone: the document of one, made from a job."""

import msgspec

from flinkjobs.models.jobs import Job

from .definitions import Definition
from .types import DeploymentKey

__all__ = ["adopted", "registered"]

_COPIED = (
    "executionMode",
    "engineVersion",
    "artifact",
    "flinkConf",
    "logging",
    "localVariables",
    "streamingResourceSetting",
    "batchResourceSetting",
)
_decoder = msgspec.json.Decoder(dict[str, object])
_job_decoder = msgspec.json.Decoder(Job)


def adopted(key: DeploymentKey, document: bytes) -> Definition:
    """Return the deployment of a job: what the job has been a copy of, as far as it says."""
    properties = _decoder.decode(document)
    typed = _job_decoder.decode(document)
    created = typed.created_at or ""
    copied = {name: properties[name] for name in _COPIED if name in properties}
    return _definition(
        key,
        typed.deployment_name or key.deployment_id,
        copied,
        mode=typed.execution_mode,
        creator=typed.creator,
        created=int(created) if created.isdecimal() else None,
    )


def registered(key: DeploymentKey) -> Definition:
    """Return a deployment of which only the ids are known."""
    return _definition(key, key.deployment_id, {})


def _definition(
    key: DeploymentKey,
    name: str,
    properties: dict[str, object],
    *,
    mode: str | None = None,
    creator: str | None = None,
    created: int | None = None,
) -> Definition:
    times = {} if created is None else {"createdAt": str(created), "modifiedAt": str(created)}
    owner = {} if creator is None else {"creator": creator}
    document = {
        "deploymentId": key.deployment_id,
        "name": name,
        "workspace": key.workspace,
        "namespace": key.namespace,
        **properties,
        **owner,
        **times,
    }
    return Definition(
        key=key,
        name=name,
        mode=mode,
        creator=creator,
        modifier=None,
        created=created,
        modified=created,
        changed=False,
        labels={},
        document=msgspec.json.encode(document),
    )
