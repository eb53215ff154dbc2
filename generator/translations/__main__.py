"""The commands of `python -m generator.translations`: update the catalogues, or check them."""

import sys
from collections.abc import Sequence

from ..diagnostics import SpecificationError
from .update import faults, translated, update

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Run a command; return 0 for done, 1 for faults that a check found, 2 for wrong usage.

    An update prints what remains to be translated.
    """
    is_update = list(arguments) == ["update"]
    if not is_update and list(arguments) != ["check"]:
        print("usage: python -m generator.translations update|check", file=sys.stderr)
        return 2
    try:
        subjects = list(translated())
        for subject in subjects if is_update else ():
            update(subject)
        found = [fault for subject in subjects for fault in faults(subject)]
    except SpecificationError as error:
        found, is_update = list(error.diagnostics), False
    text = "".join(f"{fault}\n" for fault in found)
    print(text, file=sys.stdout if is_update else sys.stderr, end="")
    return 1 if found and not is_update else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
