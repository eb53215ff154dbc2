"""What looks at jobs change in the store: books, and the jobs that are published."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct, structs

from ..clock import Clock
from ..store.observed import Books, Entry, ObservedStore, Standing
from .deployments.records import DeploymentRecord
from .jobs.facts import Facts, Observation
from .jobs.mapping import job_of, stored_job
from .jobs.merging import lost, merged, reassigned
from .jobs.states import FINAL

__all__ = ["Recorder", "Step"]

_decode = msgspec.json.Decoder(Observation).decode
_decode_record = msgspec.json.Decoder(DeploymentRecord).decode

Edit = Callable[[Observation | None, str], Observation | None]
"""What becomes of the books of a job with this id; None when nothing does."""


class Step(Struct, frozen=True):
    """What is known of a job, and what was known before."""

    before: Observation | None
    after: Observation


class Recorder:
    """Writes for one account what is seen on one cluster."""

    def __init__(self, store: ObservedStore, account: str, cluster: str, clock: Clock) -> None:
        self._store = store
        self._account = account
        self._cluster = cluster
        self._clock = clock
        self._recognised_by: Sequence[bytes] | None = None

    def known(self, job_ids: Sequence[str]) -> Mapping[str, Observation]:
        """Give what is known of these jobs, by Flink's id."""
        return _decoded(self._store.read(self._account, self._cluster, job_ids))

    def unfinished(self) -> Mapping[str, Observation]:
        """Give all jobs that have not ended, as far as is known."""
        books: dict[str, Observation] = {}
        for standing in ("live", "unassigned"):
            found = self._store.standing(self._account, self._cluster, standing)
            books.update(_decoded(found))
        return {job_id: one for job_id, one in books.items() if one.state not in FINAL}

    def looked(self, looks: Sequence[Facts]) -> list[Step]:
        """Write what was seen; give what changed."""
        facts, now = {one.job_id: one for one in looks}, self._now()
        records = _decoded_records(self._store.records(self._account))

        def edit(before: Observation | None, job_id: str) -> Observation | None:
            return merged(before, facts[job_id], self._cluster, records, now)

        return self._edit(list(facts), edit)

    def lost(self, job_ids: Sequence[str]) -> list[Step]:
        """Write that the cluster no longer knows these jobs; give what changed."""

        def edit(before: Observation | None, job_id: str) -> Observation | None:
            return lost(before, self._now()) if before and before.state not in FINAL else None

        return self._edit(job_ids, edit)

    def reassign(self) -> list[Step]:
        """Recognise the jobs without a deployment anew when records have changed; give what changed."""
        documents = self._store.records(self._account)
        if documents == self._recognised_by:
            return []
        records = _decoded_records(documents)
        waiting = self._store.standing(self._account, self._cluster, "unassigned")

        def edit(before: Observation | None, job_id: str) -> Observation | None:
            return reassigned(before, records) if before else None

        steps = self._edit(list(waiting), edit)
        self._recognised_by = documents
        return steps

    def _edit(self, job_ids: Sequence[str], edit: Edit) -> list[Step]:
        steps: list[Step] = []

        def change(books: Books) -> Sequence[Entry]:
            steps[:] = self._steps(_decoded(books), job_ids, edit)
            return [_entry(step) for step in steps]

        if job_ids:
            self._store.change(self._account, self._cluster, job_ids, change)
        return steps

    def _steps(
        self, known: Mapping[str, Observation], job_ids: Sequence[str], edit: Edit
    ) -> Iterator[Step]:
        for job_id in job_ids:
            before = known.get(job_id)
            after = edit(before, job_id)
            if after is not None:
                yield Step(before, self._permitted(before, after))

    def _permitted(self, before: Observation | None, after: Observation) -> Observation:
        """Publish nothing in somebody else's workspace."""
        record = after.record
        if record is None or (before and before.record):
            return after
        if self._store.may_publish(self._account, record.workspace):
            return after
        reason = f"workspace {record.workspace} belongs to another account"
        return structs.replace(after, record=None, unassigned=reason)

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _decoded_records(documents: Sequence[bytes]) -> list[DeploymentRecord]:
    return [_decode_record(document) for document in documents]


def _decoded(books: Books) -> dict[str, Observation]:
    return {job_id: _decode(document) for job_id, document in books.items()}


def _entry(step: Step) -> Entry:
    """Publish a job when anything of it that is shown has changed."""
    known = step.after
    return Entry(
        job_id=known.facts.job_id,
        standing=_standing(known),
        ended=_ended(known),
        document=msgspec.json.encode(known),
        job=stored_job(known, known.record) if known.record and _is_news(step) else None,
    )


def _standing(known: Observation) -> Standing:
    if known.record is None:
        return "unassigned"
    return "ended" if known.state in FINAL else "live"


def _ended(known: Observation) -> int | None:
    if known.state not in FINAL:
        return None
    return (known.facts.ended or known.facts.changed or known.facts.started) // 1000


def _is_news(step: Step) -> bool:
    """Tell whether anything that is shown differs, or a job is shown for the first time."""
    before, after = step.before, step.after
    if before is None or before.record is None or after.record is None:
        return True
    return job_of(before, before.record) != job_of(after, after.record)
