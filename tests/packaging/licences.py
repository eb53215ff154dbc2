"""`python -m tests.packaging.licences`: each package of the lock, its release, licence and hashes.

Ends with 1 when a package is not pinned with a hash, or says nothing of its licence.
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

LOCK = Path(__file__).parents[2] / "requirements.lock"
_LINE = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; [^\\]*)?", re.MULTILINE)


class Locked(Struct, frozen=True):
    """A package of the lock, and how many files of it are allowed."""

    name: str
    version: str
    hashes: int


def read_lock(text: str) -> Iterator[Locked]:
    """Read what a lock pins."""
    found = list(_LINE.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    for one, end in zip(found, ends, strict=True):
        yield Locked(one[1], one[2], text.count("--hash=sha256:", one.start(), end))


def licence_of(name: str) -> str | None:
    """Give what an installed package says of its licence; None where it says nothing."""
    about: Message = cast(Message, metadata(name))
    classifiers = [
        text for text in about.get_all("Classifier", []) if text.startswith("License ::")
    ]
    named = classifiers[0].rpartition(" :: ")[2] if classifiers else ""
    stated = (about.get("License") or "").strip().partition("\n")[0]
    return about.get("License-Expression") or named or stated[:60] or None


def main() -> int:
    """Print a line for each package."""
    wrong = 0
    for locked in read_lock(LOCK.read_text("utf-8")):
        try:
            licence = licence_of(locked.name)
        except PackageNotFoundError:
            licence = "not for this platform"
        wrong += not licence or not locked.hashes
        print(
            f"{locked.name:40} {locked.version:14} {licence or 'UNKNOWN':45} {locked.hashes} hashes"
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
