"""`python -m tests.harness.soak --minutes 60`: targets on all databases under load, side by side.

Prints and stores the results, writes docs/reliability.md, and fails when a check does not hold.
"""

import argparse
import signal
import sys

from .parallel_runs import run_databases
from .plan import Plan
from .recorded_runs import save_run
from .report import write_document
from .soak_run import DATABASES


def main() -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.harness.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument(
        "--rate", type=float, default=50, help="requests per second, to each target"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=DATABASES, action="append")
    arguments = parser.parse_args()
    plan = Plan.lasting(arguments.minutes * 60, arguments.rate, arguments.seed)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    runs = run_databases(plan, arguments.only or DATABASES)
    for run in runs:
        print(run.summary)
    for run in runs:
        save_run(run)
    write_document()
    return 0 if all(run.holds for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
