"""Which deployment a job is of: what labels say, else an explicit rule, and never a guess."""

from collections.abc import Sequence

from ..jobs.facts import Facts
from .records import DeploymentRecord, Recognition

__all__ = ["LABELS", "recognise"]

LABELS = ("flinkjobs.workspace", "flinkjobs.namespace", "flinkjobs.deployment")
"""The labels by which a job itself says where it belongs."""
_LONGEST = 500


def recognise(
    facts: Facts, cluster: str, records: Sequence[DeploymentRecord]
) -> DeploymentRecord | str:
    """Give the record of a job or, when there is not exactly one, the reason.

    Records that recognise by labels go before the job's own three labels, and these before
    records that recognise by cluster and name. Several that fit are none.
    """
    labels = facts.labels or {}
    by_labels = [one for one in records if _has(labels, one.recognise)]
    if by_labels:
        return _only(by_labels)
    if any(name in labels for name in LABELS):
        return _own(labels, records)
    named = [one for one in records if _is_named(facts.name, cluster, one.recognise)]
    return _only(named) if named else "no deployment record fits, and it has no labels"


def _has(labels: dict[str, str], how: Recognition) -> bool:
    return how.labels is not None and how.labels.items() <= labels.items()


def _is_named(name: str, cluster: str, how: Recognition) -> bool:
    return how.labels is None and (how.cluster, how.job_name) == (cluster, name)


def _only(records: Sequence[DeploymentRecord]) -> DeploymentRecord | str:
    if len(records) == 1:
        return records[0]
    return f"fits several deployment records: {', '.join(str(one) for one in records)}"


def _own(labels: dict[str, str], records: Sequence[DeploymentRecord]) -> DeploymentRecord | str:
    """Find the record with the ids of the labels; without one, they are all that is known."""
    ids = [labels.get(name, "") for name in LABELS]
    for name, id in zip(LABELS, ids, strict=True):
        if not id:
            return f"its label {name} is missing or empty"
        if len(id.encode()) > _LONGEST:
            return f"its label {name} is longer than {_LONGEST} bytes"
    workspace, namespace, deployment = ids
    own = DeploymentRecord(
        workspace=workspace,
        namespace=namespace,
        deployment_id=deployment,
        recognise=Recognition(labels={name: labels[name] for name in LABELS}),
    )
    return next((one for one in records if one.key == own.key), own)
