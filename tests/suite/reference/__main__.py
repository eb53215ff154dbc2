"""`python -m tests.suite.reference`: the score of the suite on faulty servers at a URL."""

import argparse

from tests.harness.mutants.running import run_each

from .checking import find_violation, open_checker
from .faults import FAULTS, faulty
from .jobs import VALUES, mixed_jobs

_LIMIT = 120.0


def _killer(name: str) -> str | None:
    jobs = mixed_jobs()
    with open_checker(faulty(name, jobs), {**VALUES, "jobId": jobs[0]["jobId"]}) as checker:
        return find_violation(checker)


def main() -> int:
    """Print what notices each fault, and the score; return 1 when it is below 90 %."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="faults with this in their names")
    only = parser.parse_args().only
    names = [name for name in FAULTS if only in name]
    killed = 0
    for finished in run_each(names, _killer, limit=_LIMIT):
        killed += finished.result is not None
        print(
            f"{finished.task:64} {finished.seconds:5.1f} s  {(finished.result or 'SURVIVES')[:150]}",
            flush=True,
        )
    print(f"{killed} of {len(names)} faults were noticed")
    return 0 if killed >= 0.9 * len(names) else 1


if __name__ == "__main__":
    raise SystemExit(main())
