"""The publication of observed jobs: which ids are taken, and which jobs are not published at all."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from .database.bulk_select import select_by_ids
from .database.interface import Database
from .deployments import Deployments
from .types import DeploymentKey, NamespaceKey

__all__ = ["Publication", "Publications"]

_SELECT_STARTED = (
    "SELECT id FROM requested WHERE EXISTS (SELECT 1 FROM runs WHERE job_id = requested.id)"
)
_SELECT_DELETED = (
    "SELECT id FROM requested WHERE EXISTS "
    "(SELECT 1 FROM deleted_jobs WHERE namespace_digest = ? AND job_id = requested.id)"
)
_SELECT_DOCUMENT = (
    "SELECT id, (SELECT document FROM jobs WHERE deployment = ? AND job_id = requested.id) "
    "FROM requested"
)


class Publication(Struct, frozen=True):
    """An observed job, by Flink's id, that is published in a deployment under an id."""

    deployment: DeploymentKey
    job_id: str
    flink_id: str


class Publications:
    """The publications of all accounts, inside the transaction of the caller."""

    def __init__(self, database: Database, deployments: Deployments) -> None:
        self._database = database
        self._deployments = deployments

    def allowed(self, publications: Sequence[Publication]) -> list[Publication]:
        """Return those of jobs that a caller has not deleted, and no engine has started here."""
        started = self.started_here(publication.flink_id for publication in publications)
        deleted = {
            (namespace, job_id)
            for namespace, group in _by_namespace(publications).items()
            for job_id in self._deleted(namespace, group)
        }
        return [
            publication
            for publication in publications
            if publication.flink_id not in started
            and (publication.deployment.namespace_key, publication.job_id) not in deleted
        ]

    def documents(
        self, account: str, publications: Sequence[Publication]
    ) -> Mapping[Publication, bytes]:
        """Return the documents of the jobs that have these ids already; lock their deployments.

        Publications that are not allowed have none.
        """
        allowed = self.allowed(publications)
        groups: dict[DeploymentKey, dict[bytes, Publication]] = {}
        for publication in allowed:
            group = groups.setdefault(publication.deployment, {})
            group[publication.job_id.encode()] = publication
        for key in sorted(groups):
            self._deployments.lock(account, key)
        return {
            group[job_id]: document
            for key, group in groups.items()
            for job_id, document in self._documents(key, list(group))
        }

    def started_here(self, flink_ids: Iterable[str]) -> set[str]:
        """Return the jobs that an engine has started here, by Flink's id of them."""
        ids = {flink_id: _uuid(flink_id).encode() for flink_id in flink_ids}
        rows = select_by_ids(self._database, _SELECT_STARTED, list({*ids.values()}), ())
        started = {id for (id,) in rows}
        return {flink_id for flink_id, id in ids.items() if id in started}

    def _deleted(self, namespace: NamespaceKey, job_ids: Sequence[str]) -> list[str]:
        ids = [job_id.encode() for job_id in job_ids]
        rows = select_by_ids(self._database, _SELECT_DELETED, ids, (namespace.digest(),))
        return [id.decode() for (id,) in rows]

    def _documents(self, key: DeploymentKey, job_ids: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
        rows = select_by_ids(self._database, _SELECT_DOCUMENT, job_ids, (key.digest(),))
        return [(id, document) for id, document in rows if document is not None]


def _by_namespace(publications: Iterable[Publication]) -> dict[NamespaceKey, list[str]]:
    groups: dict[NamespaceKey, list[str]] = {}
    for publication in publications:
        groups.setdefault(publication.deployment.namespace_key, []).append(publication.job_id)
    return groups


def _uuid(flink_id: str) -> str:
    """Return Flink's id as a UUID; that of an earlier instance has its start behind an `@`."""
    return str(uuid.UUID(flink_id.partition("@")[0]))
