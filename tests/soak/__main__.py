"""`python -m tests.soak --minutes 60`: a target on each kind of database under load, side by side.

Prints what was found, keeps it, writes docs/reliability.md from all that is kept, and fails where
something does not hold.
"""

import argparse
import signal
import sys

from .plan import Plan
from .record import record
from .report import write_document
from .running import run_all
from .side import DATABASES


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=50, help="requests a second, to each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=DATABASES, action="append")
    given = parser.parse_args()
    plan = Plan.lasting(given.minutes * 60, given.rate, given.seed)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    runs = run_all(plan, given.only or DATABASES)
    for one in runs:
        print(f"{one.database}: {sum(one.made.values()):,} requests")
        print("\n".join(f"  {check.text}" for check in one.checks))
    for one in runs:
        record(one)
    write_document()
    return 0 if all(one.holds for one in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
