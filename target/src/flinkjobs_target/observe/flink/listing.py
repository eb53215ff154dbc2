"""The listing of a cluster's jobs; an entry that is not as Flink's are hides no other one."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from flinkrest.errors import InvalidResponseError
from flinkrest.models import JobSummary

from ..cluster_errors import NotFlinkError
from ..jobs.facts import Facts
from ..jobs.mapping import job_id_of
from ..jobs.states import FINAL_STATES, map_state
from .responses import read_summary

__all__ = ["JobListing", "read_entries", "read_listing"]


class JobListing(Struct, frozen=True, kw_only=True):
    """The jobs of a listing, each id once; `unreadable_ids` are listed, but not as they should be.

    `faults` says what is wrong with the entries that were left out.
    """

    jobs: Sequence[Facts]
    unreadable_ids: frozenset[str] = frozenset()
    faults: Sequence[str] = ()


def read_listing(summaries: Iterable[JobSummary]) -> JobListing:
    """Read entries; raise NotFlinkError when there are some, and none is a job."""
    jobs: list[Facts] = []
    unreadable: list[tuple[str | None, str]] = []
    for summary in summaries:
        facts = read_summary(summary)
        fault = "a job without an id, a state or a start" if facts is None else _fault(facts)
        if facts is None or fault:
            unreadable.append((summary.jid, fault or ""))
        else:
            jobs.append(facts)
    if unreadable and not jobs:
        raise NotFlinkError(f"lists {unreadable[0][1]}")
    return _listing(jobs, unreadable)


def read_entries(entries: Iterable[Any], error: InvalidResponseError) -> JobListing:
    """Read entries of which some have another type than Flink's; raise the error when all have."""
    summaries: list[JobSummary] = []
    unreadable: list[tuple[str | None, str]] = []
    for entry in entries:
        try:
            summaries.append(msgspec.convert(entry, JobSummary))
        except msgspec.ValidationError as fault:
            job_id = entry.get("jid") if isinstance(entry, dict) else None
            name = job_id if isinstance(job_id, str) else None
            unreadable.append((name, f"job {name or 'without an id'}: {fault}"))
    if not summaries:
        raise error
    listing = read_listing(summaries)
    return msgspec.structs.replace(
        listing,
        unreadable_ids=listing.unreadable_ids | {id for id, _ in unreadable if id},
        faults=[*listing.faults, *(fault for _, fault in unreadable)],
    )


def _listing(jobs: Sequence[Facts], unreadable: Sequence[tuple[str | None, str]]) -> JobListing:
    """Return a listing; of several entries with one id, the job that was started last."""
    latest: dict[str, Facts] = {}
    for job in jobs:
        known = latest.get(job.job_id)
        if known is None or _rank(job) >= _rank(known):
            latest[job.job_id] = job
    return JobListing(
        jobs=list(latest.values()),
        unreadable_ids=frozenset(id for id, _ in unreadable if id),
        faults=[fault for _, fault in unreadable],
    )


def _rank(job: Facts) -> tuple[int, bool]:
    """Return the sort key of entries with one id: a live job after an ended one of the same start."""
    return job.started, map_state(job, None, has_run=True) not in FINAL_STATES


def _fault(facts: Facts) -> str | None:
    """Return what is wrong with the id of a job, or None."""
    try:
        job_id_of(facts.job_id)
    except ValueError as error:
        return f"an invalid job: {error}"
    return None
