"""`python -m tests.mutants suite|baseline|stock [PATTERN]`: does anybody notice the faults?"""

import argparse
import sys

from . import score, stock
from .mutant import Mutant, MutantError, load_mutants


def main(arguments: list[str]) -> int:
    """Run what is asked for; say in one line why not, and return 2, when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("what", choices=("suite", "baseline", "stock"))
    parser.add_argument("only", nargs="?", default="", help="a part of topic or name")
    parser.add_argument("--seed", type=int, default=1, help="the first seed of hypothesis")
    parser.add_argument("--runs", type=int, default=20, help="how often the baseline is run")
    parser.add_argument("--examples", type=int, default=100, help="stock cases an operation")
    parser.add_argument("--idle", action="store_true", help="name clauses that kill nothing")
    parser.add_argument("--readme", action="store_true", help="write the score into README.md")
    chosen = parser.parse_args(arguments)
    try:
        mutants = _matching(chosen.only)
        if chosen.what == "baseline":
            return score.run_baseline(runs=chosen.runs, first_seed=chosen.seed)
        if chosen.what == "stock":
            return stock.run_stock(mutants, examples=chosen.examples, seed=chosen.seed, readme=chosen.readme)
        whole = not chosen.only
        return score.run_mutants(mutants, seed=chosen.seed, idle=chosen.idle and whole, readme=chosen.readme and whole)
    except MutantError as error:
        print(error, file=sys.stderr)
        return 2


def _matching(pattern: str) -> list[Mutant]:
    mutants = [one for one in load_mutants() if pattern in f"{one.topic}: {one.name}"]
    if not mutants:
        raise MutantError(f"no mutant has {pattern!r} in its topic and name")
    return mutants


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
