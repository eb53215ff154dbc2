"""From what a run left behind to figures and verdicts."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from ..bench.machine import describe_machine, describe_versions
from .plan import Plan
from .results import Check, Latency, Run
from .sampling import Sample, rise
from .side import Soaked

__all__ = ["judge"]

_LONG = 20 * 60
"""Seconds after which caches are full: nonces are kept for 15 minutes."""
_RISE, _RISE_OF_SHORT = 0.05, 0.5
_MORE_FILES = 4
_WAL = 64 * 2**20
_EXPIRED = 4096
_FIRST_NONCES, _A_NONCE = 2**20, 400
"""Bytes of a new file of nonces, and those that it may have for each that counts at once: a table is
made when a quarter of the places before it is taken, and has twice as many."""


def judge(database: str, plan: Plan, soaked: Soaked) -> Run:
    """Put together what is recorded of a run."""
    world, samples = soaked.caller.world, soaked.sampler.samples
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
        made=dict(soaked.tally.made.most_common()),
        answers={
            f"{status} {code}".strip(): number
            for (status, code), number in soaked.caller.answers.most_common()
        },
        done={
            **soaked.events.done,
            "jobs written": world.growing.acknowledged,
            "jobs observed": sum(world.observed.values()),
            "kills of the observer": soaked.observed.lives - 1,
        },
        away=round(soaked.outages.seconds, 1),
        refused_away=soaked.tally.refused_away,
        jobs=soaked.listed.expected,
        latency=Latency.of(soaked.tally.latencies),
        late=Latency.of(soaked.tally.late),
        memory=[samples[at].memory for at in (0, len(samples) // 2, -1)],
        observer_memory=max(one.observer for one in samples),
        nonces=max(one.nonces.counting + one.nonces.expired for one in samples),
        messages=soaked.tally.messages,
        checks=[
            *_checks(plan, soaked),
            *(_files(samples) if database == "SQLite" else _rows(samples)),
        ],
    )


def _checks(plan: Plan, soaked: Soaked) -> list[Check]:
    listed, samples, (before, after) = soaked.listed, soaked.sampler.samples, soaked.files
    counted = sum(number for status, number in soaked.statuses.items() if status >= 500)
    long = plan.seconds >= _LONG
    return [
        Check(what="answers that the request does not deserve", found=soaked.tally.unexpected),
        Check(
            what="5xx that the target counts, beyond those while the database was away",
            found=abs(counted - soaked.tally.refused_away),
        ),
        Check(what="acknowledged jobs that are lost", found=listed.lost),
        Check(what="jobs listed twice", found=listed.repeated),
        Check(what="jobs listed that nobody wrote", found=listed.foreign),
        Check(
            what="observed clusters whose jobs are not as they are",
            found=int(not soaked.observed_all),
        ),
        Check(
            what="rise of memory over the second half, part of it",
            found=round(rise(samples), 4),
            limit=_RISE if long else _RISE_OF_SHORT,
        ),
        Check(
            what="open files and sockets more after the load than before",
            found=max(0, after - before),
            limit=_MORE_FILES,
        ),
        Check(what="tracebacks in the target's log", found=soaked.tracebacks),
        Check(what="exit code of the target when it is told to stop", found=soaked.exit_code),
    ]


def _files(samples: Sequence[Sample]) -> Iterator[Check]:
    largest = max(one.wal for one in samples)
    yield Check(what="largest WAL file", found=largest, limit=_WAL, unit="bytes")
    room = max(one.nonces.room for one in samples)
    limit = _FIRST_NONCES + _A_NONCE * max(one.nonces.counting for one in samples)
    yield Check(what="file of nonces", found=room, limit=limit, unit="bytes")


def _rows(samples: Sequence[Sample]) -> Iterator[Check]:
    expired = max(one.nonces.expired for one in samples)
    yield Check(what="nonces kept though they no longer count", found=expired, limit=_EXPIRED)
