"""`python -m tests.harness.mutants suite|served|fuzzing|baseline|stock [PATTERN]`: does anybody notice the faults?"""

import argparse
import sys

from . import fuzzing, score, served, stock
from .mutant import Mutant, MutantError, load_mutants


def main(arguments: list[str]) -> int:
    """Run what is asked for; say in one line why not, and return 2, when it cannot be done.

    A run with all mutants writes its score into README.md.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.harness.mutants")
    parser.add_argument("what", choices=("suite", "served", "fuzzing", "baseline", "stock"))
    parser.add_argument("only", nargs="?", default="", help="a part of a mutant's topic and name")
    parser.add_argument("--seed", type=int, default=1, help="the first seed; 1 when none is given")
    parser.add_argument("--runs", type=int, default=20, help="runs of the baseline")
    parser.add_argument("--examples", type=int, default=100, help="stock cases of an operation")
    parser.add_argument("--minutes", type=float, default=20, help="no run of fuzzing begins later")
    parser.add_argument("--resume", action="store_true", help="goes on with the run that was ended")
    given = parser.parse_args(arguments)
    try:
        if given.what == "baseline":
            return score.run_baseline(runs=given.runs, first_seed=given.seed)
        mutants, whole = _matching(given.only), not given.only
        if given.what == "stock":
            return stock.run_stock(
                mutants,
                examples=given.examples,
                seed=given.seed,
                minutes=given.minutes,
                whole=whole,
            )
        if given.what == "fuzzing":
            return fuzzing.run_fuzzing(mutants, seed=given.seed, minutes=given.minutes, whole=whole)
        if given.what == "served":
            return served.run_served(mutants, seed=given.seed, whole=whole, resume=given.resume)
        return score.run_mutants(mutants, seed=given.seed, whole=whole, resume=given.resume)
    except MutantError as error:
        print(error, file=sys.stderr)
        return 2


def _matching(pattern: str) -> list[Mutant]:
    mutants = [mutant for mutant in load_mutants() if pattern in f"{mutant.topic}: {mutant.name}"]
    if not mutants:
        raise MutantError(
            f"no mutant has {pattern!r} in its topic and name; see tests/harness/mutants/faults"
        )
    return mutants


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
