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
    """Return the changes; jobs that are published for the first time get an id that is not taken.

    Of several that want the same id at once, the job that was started first gets it.
    """
    publications = {
        change.key: publication for change in changes if (publication := _first_publication(change))
    }
    documents = published(list(publications.values())) if publications else {}
    claimed: set[Publication] = set()
    distinguished: list[ObservationChange] = []
    for change in sorted(changes, key=_started):
        publication = publications.get(change.key)
        is_taken = publication is not None and (
            publication in claimed or _is_another(change.after, documents.get(publication))
        )
        distinguished.append(_with_derived_id(change) if is_taken else change)
        if publication is not None:
            claimed.add(publication)
    return distinguished


def _first_publication(change: ObservationChange) -> Publication | None:
    after = change.after
    if after.record is None or (change.before and change.before.record):
        return None
    return Publication(after.record.key, published_id(after), after.facts.job_id)


def _started(change: ObservationChange) -> int:
    return change.after.facts.started


def _with_derived_id(change: ObservationChange) -> ObservationChange:
    after = structs.replace(change.after, published_id=derived_id(change.after))
    return structs.replace(change, after=after)


def _is_another(observation: Observation, document: bytes | None) -> bool:
    """Whether a published job, if there is one, is not the observed one.

    It is the same when its observer state was deleted meanwhile.
    """
    if document is None:
        return False
    published = _decode(document)
    if published.session_cluster_name not in (None, observation.cluster):
        return True
    started = observation.facts.started // 1000
    if published.start_time == started or published.end_time is None:
        return False
    return started >= published.end_time
