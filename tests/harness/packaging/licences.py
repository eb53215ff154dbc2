"""List of locked packages: `python -m tests.harness.packaging.licences` prints release, licence and hashes.

The exit status is 1 when a package is not pinned by a hash, or states no licence.
"""

import re
import sys
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import cast

from msgspec import Struct

__all__ = ["Locked", "licence_of", "read_lock"]

LOCK = Path(__file__).parents[3] / "requirements.lock"
_LINE = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; [^\\]*)?", re.MULTILINE)


class Locked(Struct, frozen=True):
    """A package of the lock, with the number of its allowed files."""

    name: str
    version: str
    hashes: int


def read_lock(text: str) -> Iterator[Locked]:
    """Yield the packages that a lock pins."""
    matches = list(_LINE.finditer(text))
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, end in zip(matches, ends, strict=True):
        hashes = text.count("--hash=sha256:", match.start(), end)
        yield Locked(match[1], match[2], hashes)


def licence_of(name: str) -> str | None:
    """Return the licence that an installed package states; None where it states none."""
    package_metadata: Message = cast(Message, metadata(name))
    classifiers = [
        text for text in package_metadata.get_all("Classifier", []) if text.startswith("License ::")
    ]
    named = classifiers[0].rpartition(" :: ")[2] if classifiers else ""
    stated = (package_metadata.get("License") or "").strip().partition("\n")[0]
    return package_metadata.get("License-Expression") or named or stated[:60] or None


def main() -> int:
    """Print a line for each package."""
    faults = 0
    for locked in read_lock(LOCK.read_text("utf-8")):
        try:
            licence = licence_of(locked.name)
        except PackageNotFoundError:
            licence = "not for this platform"
        faults += not licence or not locked.hashes
        print(
            f"{locked.name:40} {locked.version:14} {licence or 'UNKNOWN':45} {locked.hashes} hashes"
        )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
