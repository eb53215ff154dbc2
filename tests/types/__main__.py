"""`python -m tests.types` records the public interface again; a break must be announced."""

import sys

from .recorded import RECORDED, record


def main() -> int:
    """Record the interface; return 1 when the changelog does not name a break."""
    missing = record()
    if not missing:
        print(f"recorded in {RECORDED}")
        return 0
    print("\n".join(missing))
    print("name each in backticks in the newest section of docs/changelog.md", file=sys.stderr)
    return 1


sys.exit(main())
