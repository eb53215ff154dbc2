"""The contract suite at the URL of a reference server: with one key, one deployment and one job."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

from tests.contract.clause import Checker
from tests.contract.clauses import all_clauses
from tests.contract.contract import Contract, load_contract
from tests.contract.preflight import require_usable
from tests.contract.runner import Undecided, first_violation, run_clause, supported_clauses
from tests.contract.senders import HttpSender
from tests.contract.signing import Key
from tests.contract.target_client import open_client
from tests.contract.targets import Target, UnusableTarget

from .faults import faulty
from .http import Wire, serve
from .jobs import VALUES, mixed_jobs
from .service import ReferenceService
from .variants import VARIANTS

__all__ = ["CONTRACT", "find_killer", "find_violations", "open_checker"]

CONTRACT: Contract = load_contract().limited_to(("ListJobs", "GetJob"))
"""The operations that a reference server has."""


class _SeedRecorder(Checker):
    """A checker that notes whether a clause took random numbers: the others are alike for any seed."""

    is_seeded = False

    def random_for(self, clause: str) -> Random:
        self.is_seeded = True
        return super().random_for(clause)


@contextmanager
def open_checker(
    service: ReferenceService, values: Mapping[str, Any], wire: Wire | None = None
) -> Iterator[Checker]:
    """Serve a reference server, and open it as `make contract TARGET=URL` does."""
    key = Key(service.key_id, service.secret)
    with serve(service, wire) as url:
        sender = HttpSender(url)
        target = Target(url=url, key=key, values=values, send=sender, read_only=True)
        with open_client(CONTRACT, target) as client:
            yield _SeedRecorder(CONTRACT, target, client, seed=1)


def find_killer(fault: str) -> str | None:
    """Return the clause that notices a fault, and how; None when all hold."""
    jobs = mixed_jobs()
    with open_checker(faulty(fault, jobs), {**VALUES, "jobId": jobs[0]["jobId"]}) as checker:
        try:
            require_usable(checker)
        except UnusableTarget as error:
            return f"preflight: {error}"
        found = first_violation(checker, all_clauses(CONTRACT))
    return None if found is None else f"{found[0].id}: {type(found[1]).__name__}: {found[1]}"


def find_violations(variant: str, seeds: int) -> list[str]:
    """Return the clauses that a correct variant is said to violate, with any of the seeds.

    Clauses without random numbers are run once.
    """
    found: list[str] = []
    chosen = VARIANTS[variant]
    with chosen.service() as (service, values), open_checker(service, values, chosen.wire) as first:
        require_usable(first)
        clauses = supported_clauses(all_clauses(CONTRACT), first.target)
        for seed in range(1, seeds + 1):
            checker = _SeedRecorder(CONTRACT, first.target, first.client, seed)
            seeded = []
            for clause in clauses:
                checker.is_seeded = False
                try:
                    run_clause(checker, clause)
                except Undecided:
                    pass
                except Exception as error:
                    found.append(f"seed {seed}: {clause.id}: {type(error).__name__}: {error}")
                seeded += [clause] if checker.is_seeded else []
            clauses = seeded
    return found
