"""`python -m generator.release VERSION`: prepare a release in the working directory.

Running it again writes the same files.
"""

import argparse
import sys
from pathlib import Path

from ..compare.history import recorded
from ..diagnostics import SpecificationError
from .changelog import contract_version_before, release_changelog
from .contract import changes_since, record
from .versions import parse_version, refuse_older, write_version

SPECIFICATION = Path("spec/openapi.yaml")
CHANGELOG = Path("docs/changelog.md")


def main() -> int:
    """Prepare a release; 0 for success, 2 when something is wrong and nothing was written."""
    parser = argparse.ArgumentParser(prog="python -m generator.release", description=__doc__)
    parser.add_argument("version", metavar="VERSION", help="three numbers, such as 1.2.3")
    options = parser.parse_args()
    try:
        prepare(parse_version(options.version))
    except (SpecificationError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def prepare(version: str) -> None:
    """Write version, contract and changelog, after all of them were checked."""
    refuse_older(version)
    text = CHANGELOG.read_text("utf-8")
    now = record(SPECIFICATION, dry_run=True)
    before = contract_version_before(text, version)
    lines = changes_since(before, recorded(SPECIFICATION), now)
    changelog = release_changelog(text, version, now.name, lines)

    record(SPECIFICATION)
    CHANGELOG.write_text(changelog, "utf-8")
    write_version(version)
    print(f"{version}: contract {now.name} recorded, {CHANGELOG} and the versions written")


if __name__ == "__main__":
    sys.exit(main())
