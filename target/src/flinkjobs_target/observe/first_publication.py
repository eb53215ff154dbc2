"""The id under which a job is published for the first time.

Flink's id names a job on one cluster, and not for ever: an application may use one id for all its
jobs. Where a deployment has another job with that id, the later one is published under an id that is
derived from its cluster and start.
"""

from collections.abc import Sequence

import msgspec
from msgspec import Struct, structs

from ..store.observed import PublishedJobs
from ..store.publications import Publication
from .jobs.facts import Observation
from .jobs.mapping import derived_id, published_id
from .observation_change import ObservationChange

__all__ = ["with_published_ids"]


class _PublishedJob(Struct, frozen=True, rename="camel"):
    """The part of a published job that tells it apart from others with its id; times are in seconds."""

    session_cluster_name: str | None = None
    start_time: int | None = None
    end_time: int | None = None


_decode = msgspec.json.Decoder(_PublishedJob).decode


def with_published_ids(
    changes: Sequence[ObservationChange], published: PublishedJobs
) -> list[ObservationChange]:
    """Return the changes; jobs that are published for the first time get an id that is not taken."""
    publications = {
        change.key: publication for change in changes if (publication := _first_publication(change))
    }
    documents = published(list(publications.values())) if publications else {}

    def distinguished(change: ObservationChange) -> ObservationChange:
        publication = publications.get(change.key)
        document = documents.get(publication) if publication else None
        return _distinguished(change, document) if document else change

    return [distinguished(change) for change in changes]


def _first_publication(change: ObservationChange) -> Publication | None:
    after = change.after
    if after.record is None or (change.before and change.before.record):
        return None
    return Publication(after.record.key, published_id(after), after.facts.job_id)


def _distinguished(change: ObservationChange, document: bytes) -> ObservationChange:
    """Return a change under a derived id, unless the published job is the same one."""
    if _is_same(change.after, _decode(document)):
        return change
    after = structs.replace(change.after, published_id=derived_id(change.after))
    return structs.replace(change, after=after)


def _is_same(observation: Observation, published: _PublishedJob) -> bool:
    """Whether a published job is the observed one, whose observer state was deleted meanwhile."""
    if published.session_cluster_name not in (None, observation.cluster):
        return False
    started = observation.facts.started // 1000
    if published.start_time == started:
        return True
    return published.end_time is None or started < published.end_time
