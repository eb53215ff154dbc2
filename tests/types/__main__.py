"""`python -m tests.types` records the public interface anew; a break of it must be announced."""

import sys

from .recorded import RECORDED, record


def main() -> int:
    """Record it; 1 when something breaks callers that the changelog does not name."""
    missing = record()
    if not missing:
        print(f"recorded in {RECORDED}")
        return 0
    print("\n".join(missing))
    print("name each in backticks in the newest section of docs/changelog.md", file=sys.stderr)
    return 1


sys.exit(main())
