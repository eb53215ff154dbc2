"""`python -m tests.suite.reference faults|variants`: the suite at the URL of faulty and correct servers."""

import argparse
from functools import partial

from tests.harness.mutants.running import run_each

from .checking import find_killer, find_violations
from .faults import FAULTS
from .variants import VARIANTS

_LIMIT = 300.0
_SHOWN = 150
_ENOUGH = 0.9


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.suite.reference", description=__doc__)
    parser.add_argument("what", choices=("faults", "variants"))
    parser.add_argument("only", nargs="?", default="", help="those with this in their names")
    parser.add_argument("--seeds", type=int, default=20, help="seeds of each variant")
    arguments = parser.parse_args()
    if arguments.what == "faults":
        return _print_faults([name for name in FAULTS if arguments.only in name])
    return _print_variants([name for name in VARIANTS if arguments.only in name], arguments.seeds)


def _print_faults(names: list[str]) -> int:
    """Print what notices each fault, and the score; return 1 when it is too small."""
    noticed = 0
    for finished in run_each(names, find_killer, limit=_LIMIT):
        noticed += finished.result is not None
        reason = (finished.result or "SURVIVES")[:_SHOWN]
        print(f"{finished.task:60} {finished.seconds:5.1f} s  {reason}", flush=True)
    print(f"{noticed} of {len(names)} faults were noticed")
    return 0 if noticed >= _ENOUGH * len(names) else 1


def _print_variants(names: list[str], seeds: int) -> int:
    """Print what each correct variant is said to violate; return 1 when that is anything."""
    passed = 0
    for finished in run_each(names, partial(find_violations, seeds=seeds), limit=_LIMIT * seeds):
        found = ["it did not end"] if finished.result is None else finished.result
        passed += not found
        print(
            f"{finished.task:40} {finished.seconds:5.1f} s  {'; '.join(found) or 'passes'}",
            flush=True,
        )
    print(f"{passed} of {len(names)} correct servers passed, with {seeds} seeds")
    return 0 if passed == len(names) else 1


if __name__ == "__main__":
    raise SystemExit(main())
