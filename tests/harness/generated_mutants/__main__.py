"""`python -m tests.harness.generated_mutants [PATTERN]`: do the tests notice small changes of code?"""

import argparse
import sys
from math import inf

from .modules import MutantsError
from .score import run_sample


def main(arguments: list[str]) -> int:
    """Run a sample; say in one line why not, and return 2, when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m tests.harness.generated_mutants")
    parser.add_argument("only", nargs="?", default="", help="a part of area, file and change")
    parser.add_argument("--size", type=int, default=300, help="mutants of the sample; 300")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the sample; 1")
    parser.add_argument("--minutes", type=float, default=inf, help="no trial begins later")
    given = parser.parse_args(arguments)
    try:
        return run_sample(given.only, given.size, given.seed, given.minutes)
    except MutantsError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
