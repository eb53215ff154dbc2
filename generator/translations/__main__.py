"""The commands of `python -m generator.translations`: update the catalogues, or check them."""

import sys
from collections.abc import Sequence

from ..diagnostics import SpecificationError
from .update import faults, translated, update

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Run a command; return 0 for done, 1 for faults, 2 for wrong usage."""
    if list(arguments) not in (["update"], ["check"]):
        print("usage: python -m generator.translations update|check", file=sys.stderr)
        return 2
    try:
        subjects = list(translated())
        if arguments[0] == "update":
            for subject in subjects:
                update(subject)
        found = [fault for subject in subjects for fault in faults(subject)]
    except SpecificationError as error:
        found = list(error.diagnostics)
    print("".join(f"{fault}\n" for fault in found), file=sys.stderr, end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
