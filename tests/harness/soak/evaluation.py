"""The evaluation of a run: its figures and checks."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from ..bench.machine import describe_machine, describe_versions
from .plan import Plan
from .results import Check, Latency, Run
from .sampling import Sample, memory_growth
from .soak_run import SoakOutcome

__all__ = ["evaluate"]

_LONG_RUN = 20 * 60
"""Seconds after which caches are full, since nonces are stored for 15 minutes."""
_MAX_GROWTH, _MAX_GROWTH_OF_SHORT_RUN = 0.05, 0.5
_MAX_ADDITIONAL_FILES = 4
_MAX_WAL_SIZE = 64 * 2**20
_MAX_EXPIRED_NONCES = 4096
_NONCE_FILE_SIZE, _BYTES_PER_NONCE = 2**20, 400
"""Size of a new nonce file, and its growth per valid nonce: a table that is a quarter full is replaced
by one of twice the size."""


def evaluate(database: str, plan: Plan, outcome: SoakOutcome) -> Run:
    """Build the record of a run from its outcome."""
    seed_data, samples = outcome.client.seed_data, outcome.sampler.samples
    return Run(
        database=database,
        date=datetime.now(UTC).date().isoformat(),
        machine=describe_machine(),
        versions=describe_versions(),
        command=f"make soak MINUTES={plan.seconds / 60:g} RATE={plan.rate:g}",
        load=round(os.getloadavg()[1], 1),
        seconds=plan.seconds,
        rate=plan.rate,
        seed=plan.seed,
        requests=dict(outcome.statistics.requests.most_common()),
        responses={
            f"{status} {code}".strip(): number
            for (status, code), number in outcome.client.response_counts.most_common()
        },
        events={
            **outcome.events.counts,
            "jobs written": seed_data.growing.acknowledged,
            "jobs observed": sum(seed_data.observed_totals.values()),
            "observers killed": outcome.observed.observer_starts - 1,
        },
        outage_seconds=round(outcome.outages.seconds, 1),
        refused_in_outage=outcome.statistics.refused_in_outage,
        listed_jobs=outcome.listing.expected,
        latency=Latency.from_samples(outcome.statistics.latencies),
        start_delay=Latency.from_samples(outcome.statistics.start_delays),
        memory=[samples[at].memory for at in (0, len(samples) // 2, -1)],
        observer_memory=max(sample.observer for sample in samples),
        nonces=max(sample.nonces.valid + sample.nonces.expired for sample in samples),
        errors=outcome.statistics.messages,
        checks=[
            *_checks(plan, outcome),
            *(_sqlite_checks(samples) if database == "SQLite" else _postgresql_checks(samples)),
        ],
    )


def _checks(plan: Plan, outcome: SoakOutcome) -> list[Check]:
    listing, samples, (before, after) = outcome.listing, outcome.sampler.samples, outcome.files
    server_errors = sum(number for status, number in outcome.status_counts.items() if status >= 500)
    is_long = plan.seconds >= _LONG_RUN
    return [
        Check(name="unexpected responses", value=outcome.statistics.unexpected),
        Check(
            name="5xx responses in the target's metrics, except those during outages",
            value=abs(server_errors - outcome.statistics.refused_in_outage),
        ),
        Check(name="lost acknowledged jobs", value=listing.lost),
        Check(name="jobs listed twice", value=listing.repeated),
        Check(name="listed jobs that were never written", value=listing.unknown),
        Check(
            name="observed clusters whose jobs are not listed in their state",
            value=int(not outcome.is_observed),
        ),
        Check(
            name="relative growth of memory over the second half",
            value=round(memory_growth(samples), 4),
            limit=_MAX_GROWTH if is_long else _MAX_GROWTH_OF_SHORT_RUN,
        ),
        Check(
            name="additional open files and sockets after the load",
            value=max(0, after - before),
            limit=_MAX_ADDITIONAL_FILES,
        ),
        Check(name="tracebacks in the target's log", value=outcome.tracebacks),
        Check(name="exit code of the target after SIGTERM", value=outcome.exit_code),
    ]


def _sqlite_checks(samples: Sequence[Sample]) -> Iterator[Check]:
    largest = max(sample.wal for sample in samples)
    yield Check(name="largest WAL file", value=largest, limit=_MAX_WAL_SIZE, unit="bytes")
    size = max(sample.nonces.file_size for sample in samples)
    limit = _NONCE_FILE_SIZE + _BYTES_PER_NONCE * max(sample.nonces.valid for sample in samples)
    yield Check(name="size of the nonce file", value=size, limit=limit, unit="bytes")


def _postgresql_checks(samples: Sequence[Sample]) -> Iterator[Check]:
    expired = max(sample.nonces.expired for sample in samples)
    yield Check(name="stored nonces that have expired", value=expired, limit=_MAX_EXPIRED_NONCES)
