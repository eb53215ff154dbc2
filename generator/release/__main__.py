"""`python -m generator.release VERSION`: prepare a release in the working directory.

Doing it again, after something was mended, gives the same files.
"""

import argparse
import sys
from pathlib import Path

from ..compare.history import recorded
from ..diagnostics import SpecificationError
from .changelog import contract_before, released
from .contract import record, told_since
from .versions import refuse_older, version, write_version

SPECIFICATION = Path("spec/openapi.yaml")
CHANGELOG = Path("docs/changelog.md")


def main() -> int:
    """Prepare a release; 0 done, 2 nothing is written, since something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m generator.release", description=__doc__)
    parser.add_argument("version", metavar="VERSION", help="three numbers, such as 1.2.3")
    options = parser.parse_args()
    try:
        prepare(version(options.version))
    except (SpecificationError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def prepare(name: str) -> None:
    """Write version, contract and changelog, once all of it is known to be right."""
    refuse_older(name)
    text = CHANGELOG.read_text("utf-8")
    now = record(SPECIFICATION, dry=True)
    before = contract_before(text, name)
    told = told_since(before, recorded(SPECIFICATION), now)
    changelog = released(text, name, now.name, told)

    record(SPECIFICATION)
    CHANGELOG.write_text(changelog, "utf-8")
    write_version(name)
    print(f"{name}: contract {now.name} recorded, {CHANGELOG} and the versions written")


if __name__ == "__main__":
    sys.exit(main())
