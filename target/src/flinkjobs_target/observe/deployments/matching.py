"""The matching of jobs to deployments: by labels, else by cluster and job name, never by a guess."""

from collections.abc import Sequence

from ..jobs.facts import Facts
from .records import DeploymentRecord, MatchRule

__all__ = ["LABELS", "match_deployment"]

LABELS = ("flinkjobs.workspace", "flinkjobs.namespace", "flinkjobs.deployment")
"""The labels by which a job names its own deployment."""
_MAX_BYTES = 500


def match_deployment(
    facts: Facts, cluster: str, records: Sequence[DeploymentRecord]
) -> DeploymentRecord | str:
    """Return the record of a job or, when there is not exactly one, the reason.

    Records that match by labels take precedence over the job's own three labels, and these over
    records that match by cluster and job name. Several matching records count as none.
    """
    labels = facts.labels or {}
    by_labels = [record for record in records if _has_labels(labels, record.recognise)]
    if by_labels:
        return _single(by_labels)
    if any(name in labels for name in LABELS):
        return _by_own_labels(labels, records)
    by_name = [record for record in records if _has_name(facts.name, cluster, record.recognise)]
    return _single(by_name) if by_name else "no deployment record matches, and it has no labels"


def _has_labels(labels: dict[str, str], rule: MatchRule) -> bool:
    return rule.labels is not None and rule.labels.items() <= labels.items()


def _has_name(name: str, cluster: str, rule: MatchRule) -> bool:
    return rule.labels is None and (rule.cluster, rule.job_name) == (cluster, name)


def _single(records: Sequence[DeploymentRecord]) -> DeploymentRecord | str:
    if len(records) == 1:
        return records[0]
    return f"matches several deployment records: {', '.join(map(str, records))}"


def _by_own_labels(
    labels: dict[str, str], records: Sequence[DeploymentRecord]
) -> DeploymentRecord | str:
    """Return the record with the ids of the labels, or a minimal record made of them."""
    ids = [labels.get(name, "") for name in LABELS]
    for name, id in zip(LABELS, ids, strict=True):
        if not id:
            return f"its label {name} is missing or empty"
        if len(id.encode()) > _MAX_BYTES:
            return f"its label {name} is longer than {_MAX_BYTES} bytes"
    workspace, namespace, deployment = ids
    minimal = DeploymentRecord(
        workspace=workspace,
        namespace=namespace,
        deployment_id=deployment,
        recognise=MatchRule(labels={name: labels[name] for name in LABELS}),
    )
    return next((record for record in records if record.key == minimal.key), minimal)
